#pragma once

#include "git/repository.hpp"
#include "watch/watch.hpp"

namespace cb {

/// A selected commit.
struct Candidate {
    CommitId commit;
    std::optional<std::string> branch;
};

/// The selection in one repository.
struct Plan {
    git::Repository repository;
    std::string name;              ///< the repository's name in manifests
    std::vector<Candidate> starts; ///< each commit once, in the order of branch names
    std::vector<CommitId> exclude; ///< excluded, together with everything reachable from these
    Extent extent{};
    /// A message if there are branches but no glob matches any.
    std::optional<std::string> no_match{};
};

/// Throws Error{usage} for a wrong path or revision. A repository without commits gives a warning
/// and a plan without starts. If one of several globs matches no branch, that is a warning, too.
[[nodiscard]] Plan
make_plan(const std::filesystem::path& path, const WatchRequest& request, Log& log);

} // namespace cb
