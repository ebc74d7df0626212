#pragma once

#include "git/repository.hpp"
#include "watch/watch.hpp"

namespace cb {

/// A commit that is selected.
struct Candidate {
    CommitId commit;
    std::optional<std::string> branch;
};

/// What is selected in one repository.
struct Plan {
    git::Repository repository;
    std::string name;              ///< of the repository in manifests
    std::vector<Candidate> starts; ///< each commit once, in the order of the branches' names
    std::vector<CommitId> exclude; ///< and nothing that these reach
    Extent extent{};
    /// Says so where there are branches and no glob matches one of them.
    std::optional<std::string> no_match{};
};

/// Throws Error{usage} for a wrong path or revision. A repository without commits gives a plan
/// without starts, and a warning; so does one glob of several that matches no branch.
[[nodiscard]] Plan
make_plan(const std::filesystem::path& path, const WatchRequest& request, Log& log);

} // namespace cb
