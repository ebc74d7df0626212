#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <span>

namespace cb::watch {

/// Chooses at most `count` of the `free` places, ascending, of a line of `length` places, of which
/// the others are taken: one after the other, each in the largest gap between places that are taken
/// or chosen. A gap between two of them is halved. One at the end of the line begins with that end,
/// and counts twice, because nothing is known behind it. Of an empty line, the first place comes
/// first. O(n + count log n).
[[nodiscard]] std::set<std::size_t>
spread(std::size_t length, std::span<const std::size_t> free, std::uint64_t count);

} // namespace cb::watch
