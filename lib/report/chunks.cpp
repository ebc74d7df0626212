#include "report/chunks.hpp"

#include <algorithm>

namespace cb::report {

std::vector<Chunk> divide(std::size_t first, std::size_t end)
{
    constexpr std::size_t large = 256;
    constexpr std::size_t small = 16;
    std::vector<Chunk> chunks;
    while (first < end) {
        const auto after_large = (first / large + 1) * large;
        const auto after_small = (first / small + 1) * small;
        const auto after = after_large <= end ? after_large : std::min(after_small, end);
        chunks.push_back({first, after});
        first = after;
    }
    return chunks;
}

} // namespace cb::report
