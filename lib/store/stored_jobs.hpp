#pragma once

#include "db/database.hpp"
#include "store/batch_json.hpp"
#include "store/queries.hpp"

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Reads whole jobs, in the order of exports.
namespace cb::store {

/// What a job says of one series.
struct StoredMeasurement {
    SeriesInfo series;
    Figures figures;
    std::vector<double> samples; ///< in the order printed; empty if retired
    /// Each summary that the tool printed, by the names of its statistics.
    std::vector<std::map<std::string, double>> summaries;
    std::optional<std::string> description, labels; ///< labels: a JSON object
    std::optional<std::string> printed_units;       ///< a JSON array
    std::int64_t position = 0;                      ///< among the results of the job, from 0
};

/// A run and all that it measured. Series are those of today's names, unless a function says
/// otherwise.
struct StoredJob {
    std::string repository;
    JobInfo info;
    std::optional<CommitInfo> commit;
    std::string cpu;                             ///< "" where it is not known
    std::string url;                             ///< of the repository; "" where it is not known
    std::vector<StoredMeasurement> measurements; ///< by benchmark, test, metric, unit, direction
};

/// The current runs of all jobs. The order is repository, position, committed_at, commit, job.
/// Commits without a position come before the others, and results without a commit after them; an
/// unknown time comes last. Texts are ordered by their bytes.
[[nodiscard]] std::vector<RowId> jobs_in_order(db::Database& database);

/// The current runs selected, in that order.
[[nodiscard]] std::vector<RowId> select_jobs(db::Database& database, const JobSelection& selection);

/// Calls `use` with each of these runs that is still current, in the given order, its measurements
/// under the names of today. Reads a few runs at a time, and holds no lock while `use` works,
/// because a pipe without a reader must not block writers. A job that is replaced meanwhile appears
/// as it was or not at all, never in part.
void read_jobs(db::Database& database,
               std::span<const RowId> jobs,
               const SeriesFilter& series,
               const JobUse& use);

/// A run without its measurements, current or not; nullopt if it does not exist any more.
[[nodiscard]] std::optional<StoredJob> read_run(db::Database& database, RowId run);

using MeasurementUse = std::function<void(const StoredMeasurement&)>;

/// Calls `use` for each measurement of a run in the order of its output, under the names that were
/// measured. They are from one snapshot; there are none if the run's reading is no longer
/// `reading`. Memory is bounded, and no lock is held while `use` works.
void for_each_measurement(db::Database& database,
                          RowId run,
                          const std::string& reading,
                          const MeasurementUse& use);

} // namespace cb::store
