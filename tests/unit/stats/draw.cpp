#include "stats/draw.hpp"

#include <cmath>

namespace cb::stats {

namespace {

/// Strictly between 0 and 1.
double draw_uniform(Random& random)
{
    return (static_cast<double>(random.next() >> 12U) + 0.5) * 0x1p-52;
}

} // namespace

double draw_normal(Random& random)
{
    constexpr double pi = 3.14159265358979323846;
    const double radius = std::sqrt(-2 * std::log(draw_uniform(random)));
    return radius * std::cos(2 * pi * draw_uniform(random));
}

std::vector<Distribution> distributions()
{
    const auto normal = [](Random& random) { return 1 + 0.01 * draw_normal(random); };
    const auto lognormal = [](Random& random) { return std::exp(0.5 * draw_normal(random)); };
    const auto bimodal = [](Random& random) {
        return (random.below(10) < 6 ? 1.0 : 1.1) + 0.005 * draw_normal(random);
    };
    return {{"normal", normal}, {"lognormal", lognormal}, {"bimodal", bimodal}};
}

std::vector<double> draw(const Distribution& distribution, std::size_t count, Random& random)
{
    std::vector<double> sample;
    for (std::size_t i = 0; i < count; ++i) {
        sample.push_back(distribution.draw(random));
    }
    return sample;
}

} // namespace cb::stats
