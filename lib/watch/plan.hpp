#pragma once

#include "git/mirror_parts.hpp"
#include "git/repository.hpp"
#include "watch/job_source.hpp"
#include "watch/watch.hpp"

#include <memory>

namespace cb::watch {

/// The selection in one repository.
struct Plan {
    git::Repository repository;
    std::string name;              ///< the repository's name in manifests
    std::vector<Candidate> starts; ///< each commit once, in the order of branch names
    std::vector<CommitId> exclude; ///< excluded, together with everything reachable from these
    Extent extent{};
    std::vector<Candidate> pulls{}; ///< pulls.hpp; only these commits, whatever the extent
    /// Fetches what a due commit needs besides; null if the repository is no mirror.
    std::shared_ptr<git::MirrorParts> parts{};
    /// A message if there are branches but no glob matches any.
    std::optional<std::string> no_match{};
};

/// Throws Error{usage} for a wrong path or revision. A repository without commits gives a warning
/// and a plan without starts. If one of several globs matches no branch, that is a warning, too.
[[nodiscard]] Plan
make_plan(const std::filesystem::path& path, const WatchRequest& request, Log& log);

} // namespace cb::watch
