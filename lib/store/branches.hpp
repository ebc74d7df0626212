#pragma once

#include "store/queries.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

/// Which commits belong to a branch, by what jobs named.
namespace cb::store {

/// The branches that the jobs of a commit named.
using BranchNames = std::set<std::string>;

/// The branch of a history.
struct BranchChoice {
    std::optional<std::string> label{};  ///< its name, if known
    std::optional<std::string> filter{}; ///< nullopt: all commits belong to it
};

/// The branch to read. If `wanted` is absent: all commits if they name one branch at most,
/// otherwise the branch that most commits name, or the first by name of several. `names` has an
/// element per commit of `repository`. Throws Error{usage} if no commit names `wanted`; the message
/// lists the branches.
[[nodiscard]] BranchChoice choose_branch(const std::string& repository,
                                         std::span<const BranchNames> names,
                                         const std::optional<std::string>& wanted);

/// The commits of the branch, as sorted indexes: those that name it, and the first-parent ancestors
/// of the last of them. \pre `commits` are in the order of history, and `names` has as many
/// elements
[[nodiscard]] std::vector<std::size_t> commits_of_branch(std::span<const CommitInfo> commits,
                                                         std::span<const BranchNames> names,
                                                         const std::string& branch);

} // namespace cb::store
