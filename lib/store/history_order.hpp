#pragma once

#include "store/queries.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

/// Orders a repository's commits by what is stored about them.
namespace cb::store {

/// Returns the commits' indexes in an order in which each ancestor comes before its descendants, as
/// far as the parents in between are stored. If parents do not decide, the smaller position comes
/// first, then the earlier time. A commit without a position, which a shallow clone or a work tree
/// listed, is placed among the others by its time; commits with neither come before the others. The
/// hash breaks ties.
/// O(n log n). A cycle, which git cannot have, ends in any order.
[[nodiscard]] std::vector<std::size_t> history_order(std::span<const CommitInfo> commits);

/// The `heads` and their stored first-parent ancestors, sorted.
[[nodiscard]] std::vector<std::size_t> first_parents(std::span<const CommitInfo> commits,
                                                     std::span<const std::size_t> heads);

/// Whether each commit is on the line that changes are searched in: false for a commit that is
/// known to have forked from it, because its stored first parents lead to a commit of the line.
/// Such are the commits of a merged branch, of a pull request, and those that a forced push
/// abandoned. The line are the first parents of its head: of the commits that no other one builds
/// on, the newest by the time of commit, because a rebased commit has a later one than what it
/// replaces. Of `may_be_head`, an element per commit, at least one should be true. Linear. \pre
/// `commits` are in the order of history
[[nodiscard]] std::vector<bool> find_line(std::span<const CommitInfo> commits,
                                          const std::vector<bool>& may_be_head);

} // namespace cb::store
