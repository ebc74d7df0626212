#pragma once

#include "store/rows.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// Rows as JSON arrays of objects. Each array is the single parameter of a statement that reads it
/// with db::records_of_json(), so a batch takes as many round trips as a single job.
namespace cb::store {

/// A manifest of the batch, its keys, and its rows if they are to be stored.
struct Entry {
    const Manifest* manifest = nullptr;
    RepositoryRow repository{};
    std::optional<CommitRow> commit{};
    std::int64_t repository_id = 0;
    std::optional<JobRows> rows{};
    std::int64_t job_id = 0; ///< of the inserted row
};

using Entries = std::span<Entry* const>;

[[nodiscard]] std::string repositories_json(std::span<const Entry> entries);
/// \pre the entries have repository ids
[[nodiscard]] std::string commits_json(std::span<const Entry> entries);
/// \pre for this and those below: the entries have rows
[[nodiscard]] std::string environments_json(Entries entries);
[[nodiscard]] std::string jobs_json(Entries entries);

/// A series to look up.
struct WantedSeries {
    SeriesRow row;
    std::int64_t repository_id = 0;
};
[[nodiscard]] std::string series_json(std::span<const WantedSeries> series);

/// An array of texts.
[[nodiscard]] std::string texts_json(std::span<const std::string_view> texts);

/// A row of a table whose key starts with its repository.
struct RowId {
    std::int64_t repository_id = 0, id = 0;
};
[[nodiscard]] std::string ids_json(std::span<const RowId> ids);
/// Ids of rows of one repository.
[[nodiscard]] std::string ids_json(std::span<const std::int64_t> ids);
/// The repository and name of each job.
[[nodiscard]] std::string names_json(Entries entries);
/// The repository and work of each job. \pre the entries have repository ids
[[nodiscard]] std::string works_json(std::span<const Entry> entries);

} // namespace cb::store
