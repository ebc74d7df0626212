#pragma once

#include "stats/random.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

/// Samples of known distributions for the simulations.
namespace cb::stats {

/// Standard normal: Box and Muller's method.
[[nodiscard]] double draw_normal(Random& random);

/// A distribution of times.
struct Distribution {
    std::string name;
    std::function<double(Random&)> draw;
};

/// Times around 1: with 1 % normal noise, strongly skewed, and with two modes 10 % apart.
[[nodiscard]] std::vector<Distribution> distributions();

[[nodiscard]] std::vector<double>
draw(const Distribution& distribution, std::size_t count, Random& random);

/// Simulations are shortened in builds without optimization, such as those with sanitizers.
#ifdef __OPTIMIZE__
constexpr unsigned simulations(unsigned count)
{
    return count;
}
#else
constexpr unsigned simulations(unsigned count)
{
    return count / 10;
}
#endif

} // namespace cb::stats
