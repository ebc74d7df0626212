#pragma once

#include <cstddef>
#include <vector>

/// A history is written in files of some commits each, so that one more commit rewrites little.
namespace cb::report {

/// The commits of one file.
struct Chunk {
    std::size_t first = 0;
    std::size_t end = 0; ///< after the last one
    friend bool operator==(const Chunk&, const Chunk&) = default;
};

/// Divides the commits from `first` up to `end` (exclusive): blocks of 256 while they are complete,
/// then blocks of 16, then the rest. Blocks begin at multiples of their size, except the first one.
[[nodiscard]] std::vector<Chunk> divide(std::size_t first, std::size_t end);

} // namespace cb::report
