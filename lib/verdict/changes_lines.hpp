#pragma once

#include "base/lines.hpp"
#include "base/log.hpp"
#include "store/queries.hpp"
#include "verdict/changes.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cb::verdict {

/// Selects what to read of an export.
struct LineFilter {
    std::vector<std::string> repositories{}; ///< empty: all
    std::optional<std::string> branch{};     ///< nullopt: the main one
    std::optional<std::string> worker{};
    store::SeriesFilter series{};
};

/// The changes in the lines of `cb export --format jsonl`.
struct ChangesInLines {
    std::vector<RepositoryChanges> repositories{}; ///< in the order of their names
    std::uint64_t bad_lines = 0;                   ///< each was logged
};

/// Reads lines until the end. Commits are ordered by their parents, and then by their positions; if
/// a position is missing, by the order of the lines instead. Leaves out failed jobs and results
/// without a commit. Logs each line that cannot be understood. Memory grows with the samples.
/// Throws Error{usage} if no line names the branch, and what LineReader throws.
[[nodiscard]] ChangesInLines find_changes_in_lines(LineReader& lines,
                                                   const std::string& name,
                                                   const LineFilter& filter,
                                                   Log& log);

} // namespace cb::verdict
