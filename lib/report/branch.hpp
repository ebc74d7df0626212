#pragma once

#include "base/log.hpp"
#include "report/site.hpp"
#include "store/selection.hpp"
#include "verdict/changes.hpp"
#include "verdict/changes_cache.hpp"
#include "verdict/comparison.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cb::report {

/// What is written of a branch.
struct BranchRequest {
    std::string repository;
    std::string directory{};             ///< of its files, in the site
    std::optional<std::string> branch{}; ///< nullopt: the main one
    store::SelectionRequest selection{}; ///< its branch is not used
    /// The comparison of the last commit with the one before, which knows the smallest visible
    /// change of each series.
    std::optional<verdict::ComparisonReport> last{};
};

struct BranchSummary {
    verdict::RepositoryChanges changes{}; ///< those of the selected commits
    std::size_t histories = 0;
    std::size_t regressions = 0, improvements = 0; ///< open, and nobody decided about them
};

/// What a branch is read from.
struct BranchSource {
    store::Queries& queries;
    std::optional<verdict::ChangesCache> changes;   ///< that of cb changes
    std::optional<verdict::ChangesCache> histories; ///< report/histories.hpp
};

/// Writes the histories of a branch, its commits and its changes. With caches, and for files that
/// it wrote earlier, reads only what is new. Throws what Queries and Site throw, and Error{usage}
/// if the branch or a commit of the selection is not there.
[[nodiscard]] BranchSummary
write_branch(const BranchSource& source, const BranchRequest& request, Site& site, Log& log);

} // namespace cb::report
