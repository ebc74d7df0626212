#pragma once

#include "store/rows.hpp"
#include "store/series.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

/// Rows as JSON arrays of objects: each is the one parameter of a statement that reads it with
/// json_to_recordset(), so that a batch costs as many round trips as a single job.
namespace cb::store {

/// A job that was inserted, and its id.
struct NewJob {
    std::int64_t id = 0;
    const JobRows* rows = nullptr;
};

using JobRowsList = std::span<const JobRows* const>;

[[nodiscard]] std::string repositories_json(JobRowsList jobs);
[[nodiscard]] std::string environments_json(JobRowsList jobs);
[[nodiscard]] std::string commits_json(JobRowsList jobs);
[[nodiscard]] std::string jobs_json(JobRowsList jobs);
[[nodiscard]] std::string logs_json(std::span<const NewJob> jobs);
[[nodiscard]] std::string rejected_json(std::span<const NewJob> jobs);

/// A series that has to be looked up, and a job that names it.
struct WantedSeries {
    SeriesRow row;
    const JobRows* job = nullptr;
};
[[nodiscard]] std::string series_json(std::span<const WantedSeries> series);

/// \pre `series` holds all the series of the jobs
[[nodiscard]] std::string summaries_json(std::span<const NewJob> jobs, const SeriesByKey& series);
[[nodiscard]] std::string notes_json(std::span<const NewJob> jobs, const SeriesByKey& series);

} // namespace cb::store
