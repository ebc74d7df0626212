#include "catch.hpp"
#include "stats/comparison.hpp"
#include "stats/draw.hpp"
#include "stats/interleave.hpp"

#include <array>
#include <cmath>

using namespace cb;
using namespace cb::stats;

namespace {

struct Rates {
    double slower;
    double faster;
    double beyond_floor; ///< |log-ratio| above the noise floor
};

/// How often each verdict results when B takes `factor` times as long as A.
Rates rates(const Distribution& distribution, std::size_t n, double factor, unsigned repeats)
{
    Random random{n + distribution.name.size()};
    Rates counts{};
    for (unsigned i = 0; i < repeats; ++i) {
        const auto base = draw(distribution, n, random);
        auto candidate = draw(distribution, n, random);
        for (auto& value : candidate) {
            value *= factor;
        }
        const auto ratio = compare(base, candidate, i);
        counts.slower += ratio.verdict == Comparison::slower ? 1U : 0U;
        counts.faster += ratio.verdict == Comparison::faster ? 1U : 0U;
        counts.beyond_floor += std::abs(ratio.change) > ratio.noise_floor ? 1U : 0U;
    }
    return {counts.slower / repeats, counts.faster / repeats, counts.beyond_floor / repeats};
}

/// The largest plausible rate in that many simulations: two standard deviations above.
double max_by_chance(double rate, unsigned repeats)
{
    return rate + 2 * std::sqrt(rate * (1 - rate) / repeats);
}

/// A machine that becomes 20 % slower from the first run to the last, with identical code for A and
/// B.
Comparison compare_with_drift(const std::vector<unsigned>& order, Random& random)
{
    std::array<std::vector<double>, 2> samples;
    double drift = 1;
    for (const unsigned contestant : order) {
        samples.at(contestant).push_back(drift + 0.01 * draw_normal(random));
        drift += 0.2 / static_cast<double>(order.size());
    }
    return compare(samples[0], samples[1], 1).verdict;
}

} // namespace

TEST_CASE("of identical code, at most 5 of 100 comparisons find a difference")
{
    const auto [n, repeats] =
        GENERATE(table<std::size_t, unsigned>({{4, 500}, {10, 500}, {20, 300}, {50, 200}}));
    for (const auto& distribution : distributions()) {
        const auto found = rates(distribution, n, 1, simulations(repeats));
        INFO(distribution.name << " " << n << ": " << found.slower << " " << found.faster
                               << ", beyond the floor " << found.beyond_floor);
        CHECK(found.slower + found.faster <= max_by_chance(0.05, simulations(repeats)));
        CHECK(found.beyond_floor <= max_by_chance(0.12, simulations(repeats)));
    }
}

TEST_CASE("5 % more time is found in 1 % of noise, and is not taken for less")
{
    const auto n = GENERATE(std::size_t{10}, std::size_t{20}, std::size_t{50});
    const auto slower = rates(distributions()[0], n, 1.05, simulations(100));
    CHECK(slower.slower > 0.95);
    CHECK(slower.faster == 0);
    const auto faster = rates(distributions()[0], n, 1 / 1.05, simulations(100));
    CHECK(faster.faster > 0.95);
}

TEST_CASE("drift makes no difference of interleaved runs, and does of one after the other")
{
    constexpr unsigned repeats = simulations(200);
    const std::vector<unsigned> sequential{0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                           1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    Random random{30};
    unsigned wrong = 0;
    unsigned wrong_in_sequence = 0;
    for (unsigned i = 0; i < repeats; ++i) {
        wrong += compare_with_drift(order(2, 10, i), random) != Comparison::no_difference ? 1U : 0U;
        wrong_in_sequence +=
            compare_with_drift(sequential, random) != Comparison::no_difference ? 1U : 0U;
    }
    CHECK(wrong <= repeats / 20);
    CHECK(wrong_in_sequence > repeats * 9 / 10);
}
