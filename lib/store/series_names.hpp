#pragma once

#include "store/queries.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The names by which a user means one series or several.
namespace cb::store {

/// "benchmark/test metric", as cb changes shows it.
[[nodiscard]] std::string name_of(const SeriesInfo& series);

/// What a name names; a benchmark and a test name all series below them.
enum class NameLevel { benchmark, test, metric };

/// How this name names the series; nullopt if it does not.
[[nodiscard]] std::optional<NameLevel> level_of(const SeriesInfo& series, std::string_view name);

/// A series of one name, and the series of another name that corresponds to it.
struct NamePair {
    SeriesInfo old_series;
    std::optional<SeriesInfo> new_series;
};

/// For each series of the old name, the one of the new name with the same rest of the name, a unit
/// of the same kind, and a direction that does not contradict. Throws Error{usage} if no series has
/// one of the names, or if they do not both name a benchmark, a test or a metric.
[[nodiscard]] std::vector<NamePair> pair_names(std::span<const SeriesInfo> series,
                                               const std::string& old_name,
                                               const std::string& new_name);

} // namespace cb::store
