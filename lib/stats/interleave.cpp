#include "stats/interleave.hpp"

#include "base/error.hpp"
#include "stats/random.hpp"

#include <numeric>

namespace cb::stats {

std::vector<unsigned> order(unsigned contestants, unsigned repeats_each, std::uint64_t seed)
{
    constexpr std::uint64_t max_runs = 1'000'000;
    const auto runs = std::uint64_t{contestants} * repeats_each;
    if (runs == 0 || runs > max_runs) {
        throw Error{Errc::bad_input,
                    "an order of no runs, or of more than a million, is asked for"};
    }
    Random random{seed};
    std::vector<unsigned> half_block(contestants);
    std::iota(half_block.begin(), half_block.end(), 0U);
    std::vector<unsigned> found;
    found.reserve(runs);
    for (unsigned done = 0; done < repeats_each; done += 2) {
        shuffle(std::span{half_block}, random);
        found.insert(found.end(), half_block.begin(), half_block.end());
        if (done + 1 < repeats_each) {
            found.insert(found.end(), half_block.rbegin(), half_block.rend());
        }
    }
    return found;
}

} // namespace cb::stats
