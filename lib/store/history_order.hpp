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

} // namespace cb::store
