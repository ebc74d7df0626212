#pragma once

#include "report/chunks.hpp"
#include "report/series_files.hpp"
#include "verdict/changes.hpp"
#include "verdict/comparison.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cb::report {

/// What a list shows of a history.
struct Summary {
    Placement placement;
    std::string key;    ///< in addresses, and in the name of its sparkline
    std::size_t values; ///< selected commits with a value
    std::size_t last;   ///< the last commit with a value; the end if there is none
    std::optional<double> last_value;
    std::string spark;
};

/// What a branch has to show.
struct BranchIndex {
    const verdict::RepositoryChanges& changes;
    std::span<const Summary> summaries; ///< of each history of `changes`
    std::span<const Chunk> chunks;      ///< of the selected commits
    std::size_t first = 0, end = 0;     ///< the selected commits
    /// Whether a setting measured a commit.
    const std::map<verdict::Setting, std::vector<bool>>& measured;
    const std::optional<verdict::ComparisonReport>& last; ///< BranchRequest::last
    const store::FormerNames& former_names;
};

/// The list of series, as JSON.
[[nodiscard]] std::string to_json(const BranchIndex& index);

/// The last open change of each history, by history.
[[nodiscard]] std::map<std::size_t, const verdict::Change*>
find_last_changes(const verdict::RepositoryChanges& changes);

} // namespace cb::report
