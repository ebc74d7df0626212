#pragma once

#include "stats/random.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

/// Histories of known kinds, for bench/detectors.
namespace cb::bench {

/// Draws the numbers of one history.
class Source {
public:
    explicit Source(std::uint64_t seed) : random_{seed} {}

    double uniform() { return (static_cast<double>(random_.next() >> 12U) + 0.5) * 0x1p-52; }
    bool chance(double p) { return uniform() < p; }

    double normal();

    double student3(); ///< Student's distribution with 3 degrees of freedom

private:
    stats::Random random_;
};

/// The value of commit i, of n. Called in their order.
using Value = std::function<double(std::size_t i, std::size_t n)>;

struct Family {
    std::string_view name;
    std::size_t commits;
    bool has_step; ///< in the middle
    std::function<Value(Source&)> make;
    std::size_t values_each = 1;
};

/// The families with figures to be reached.
[[nodiscard]] std::vector<Family> asked_families();

/// Others with a step, and without.
[[nodiscard]] std::vector<Family> step_families();
[[nodiscard]] std::vector<Family> quiet_families();

} // namespace cb::bench
