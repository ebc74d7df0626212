#pragma once

#include <cstdint>
#include <vector>

namespace cb::stats {

/// In what order `contestants` (numbered from 0) run `repeats_each` times each, so that a machine
/// that drifts favours none.
///
/// The order is made of blocks: the contestants in a random order, and then in its reverse. Of two,
/// each block is ABBA or BAAB. In a block each contestant runs twice, and the mean of its two
/// places is the same for all; so a linear drift cancels out of every prefix of whole blocks. The
/// random order of each block keeps a periodic disturbance from meeting the same contestant each
/// time.
///
/// An odd `repeats_each` ends with half a block: each contestant once, in random order. A shorter
/// order with the same seed is the beginning of a longer one.
///
/// Throws Error{bad_input} for no contestant, no repeats, and more than a million runs. Linear.
[[nodiscard]] std::vector<unsigned>
order(unsigned contestants, unsigned repeats_each, std::uint64_t seed);

} // namespace cb::stats
