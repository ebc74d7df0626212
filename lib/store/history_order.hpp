#pragma once

#include "store/queries.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

/// The order of a repository's commits, from what is stored of them.
namespace cb::store {

/// The places of the commits in an order in which each ancestor comes before its descendants, as
/// far as the parents between them are stored. Of those that the parents leave open the one with
/// the smaller position comes first, then the older one; what has neither comes before the others.
/// The hash decides in the end. O(n log n); a circle, which git cannot have, ends in any order.
[[nodiscard]] std::vector<std::size_t> history_order(std::span<const CommitInfo> commits);

/// Those of `heads` and their first-parent ancestors as far as they are stored, sorted.
[[nodiscard]] std::vector<std::size_t> first_parents(std::span<const CommitInfo> commits,
                                                     std::span<const std::size_t> heads);

} // namespace cb::store
