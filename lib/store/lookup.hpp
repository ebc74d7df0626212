#pragma once

#include "store/queries.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Looks up repositories and series, for all that reads the store.
namespace cb::store {

/// The digest that identifies the repository, and by which its writers take turns
/// (db::Transaction::lock).
[[nodiscard]] std::string repository_digest(const std::string& repository);

/// The id of the repository's row; nullopt if it is not stored.
[[nodiscard]] std::optional<std::int64_t> find_repository(db::Transaction& transaction,
                                                          const std::string& repository);

/// The id of the repository's row, locked against other writers until the transaction ends. Throws
/// Error{usage} if it is not stored.
[[nodiscard]] std::int64_t lock_repository(db::Transaction& transaction,
                                           const std::string& repository);

/// The columns id, benchmark, test, metric, unit and direction, which begin at `column`.
[[nodiscard]] SeriesInfo series_at(const db::Row& row, int column);

/// Ordered by benchmark, test, metric, unit, direction. Includes renamed series: aliases.hpp has
/// the other.
[[nodiscard]] std::vector<SeriesInfo>
list_series(db::Transaction& transaction, std::int64_t repository_id, const SeriesFilter& filter);

[[nodiscard]] bool matches(const SeriesFilter& filter,
                           std::string_view benchmark,
                           std::string_view test,
                           std::string_view metric);
[[nodiscard]] inline bool matches(const SeriesFilter& filter, const SeriesInfo& series)
{
    return matches(filter, series.benchmark, series.test, series.metric);
}

} // namespace cb::store
