#pragma once

#include "store/rows.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// Rows as JSON arrays of objects: each is the one parameter of a statement that reads it with
/// db::records_of_json(), so that a batch costs as many round trips as a single job.
namespace cb::store {

/// A manifest of the batch, what it belongs to, and its rows if they are to be stored.
struct Entry {
    const Manifest* manifest = nullptr;
    RepositoryRow repository{};
    std::optional<CommitRow> commit{};
    std::int64_t repository_id = 0;
    std::optional<JobRows> rows{};
    std::int64_t job_id = 0; ///< of the row that was inserted
};

using Entries = std::span<Entry* const>;

[[nodiscard]] std::string repositories_json(std::span<const Entry> entries);
/// \pre the entries have the ids of their repositories
[[nodiscard]] std::string commits_json(std::span<const Entry> entries);
/// \pre these and below: the entries have rows
[[nodiscard]] std::string environments_json(Entries entries);
[[nodiscard]] std::string jobs_json(Entries entries);

/// A series that has to be looked up, and the job that names it.
struct WantedSeries {
    SeriesRow row;
    const Entry* entry = nullptr;
};
[[nodiscard]] std::string series_json(std::span<const WantedSeries> series);

/// An array of texts.
[[nodiscard]] std::string texts_json(std::span<const std::string_view> texts);
/// An array of ids, as texts.
[[nodiscard]] std::string ids_json(std::span<const std::int64_t> ids);

} // namespace cb::store
