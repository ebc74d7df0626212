#pragma once

#include <cstdint>
#include <vector>

namespace cb::stats {

/// The order in which `contestants` (numbered from 0) run `repeats_each` times each, so that a
/// drifting machine favours none of them.
///
/// The order consists of blocks: the contestants in random order, then in the reverse order. With
/// two contestants each block is ABBA or BAAB. In a block each contestant runs twice, and the mean
/// position of its runs is the same for all, so a linear drift cancels out after any number of
/// whole blocks. The random order of each block keeps a periodic disturbance from hitting the same
/// contestant each time.
///
/// An odd `repeats_each` ends with half a block: each contestant once, in random order. With the
/// same seed, a shorter order is a prefix of a longer one.
///
/// Throws Error{bad_input} for no contestants, no repeats, and more than a million runs. Linear.
[[nodiscard]] std::vector<unsigned>
order(unsigned contestants, unsigned repeats_each, std::uint64_t seed);

} // namespace cb::stats
