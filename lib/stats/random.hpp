#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <utility>

namespace cb::stats {

/// A pseudo-random generator that gives the same numbers for a seed on every platform. The C++
/// standard specifies std::mt19937_64 to the bit but leaves its distributions and std::shuffle to
/// the library, so they are not used.
class Random {
public:
    explicit Random(std::uint64_t seed) : engine_{seed} {}

    /// All 64 bits are equally likely.
    [[nodiscard]] std::uint64_t next() { return engine_(); }

    /// An integer from 0 to `bound` - 1, uniformly distributed. Multiplies and takes the upper
    /// half, and redraws where that would favour some numbers: Lemire, "Fast Random Integer
    /// Generation in an Interval" (ACM TOMACS 29(1), 2019). Throws Error{bad_input} for 0.
    [[nodiscard]] std::uint32_t below(std::uint32_t bound)
    {
        auto product = (next() >> 32U) * bound;
        if (static_cast<std::uint32_t>(product) <= bound) { // otherwise the draw is never rejected
            product = not_too_many(product, bound);
        }
        return static_cast<std::uint32_t>(product >> 32U);
    }

private:
    /// Redraws while the product falls into the surplus of its number.
    std::uint64_t not_too_many(std::uint64_t product, std::uint32_t bound);

    std::mt19937_64 engine_;
};

/// A uniformly random permutation: Fisher and Yates' method as in Knuth, The Art of Computer
/// Programming 2, algorithm 3.4.2 P. O(n). \pre fewer than 2^32 items
template <typename T> void shuffle(std::span<T> items, Random& random)
{
    for (auto left = items.size(); left > 1; --left) {
        std::swap(items[left - 1], items[random.below(static_cast<std::uint32_t>(left))]);
    }
}

} // namespace cb::stats
