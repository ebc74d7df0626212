#pragma once

#include "git/repository.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// The references of pull requests: refs/pull/N/head of GitHub and Gitea,
/// refs/merge-requests/N/head of GitLab. They are there for closed ones, too.
namespace cb::git {

/// What fetches them.
inline constexpr std::array<std::string_view, 2> pull_refspecs{
    "+refs/pull/*/head:refs/pull/*/head", "+refs/merge-requests/*/head:refs/merge-requests/*/head"};

struct PullHead {
    std::uint64_t number;
    CommitId commit;
};

/// Those of the repository, sorted by number. A reference with another name is passed over. Throws
/// as the members of Repository.
[[nodiscard]] std::vector<PullHead> pull_heads(const Repository& repository);

/// The best common ancestor (git-merge-base(1)); nullopt if there is none, or if a commit is
/// absent, as in a shallow clone.
[[nodiscard]] std::optional<CommitId>
merge_base(const Repository& repository, const CommitId& a, const CommitId& b);

} // namespace cb::git
