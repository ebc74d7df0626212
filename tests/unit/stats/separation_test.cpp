#include "stats/separation_test.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "stats/draw.hpp"
#include "stats/rank_test.hpp"

#include <cmath>

using namespace cb;
using namespace cb::stats;

using Values = std::vector<double>;

namespace {

constexpr double min_p_of_four = 2.0 / 70;

/// How often the p-value of two samples of four of one distribution is at most `limit`.
double false_rate(const Distribution& distribution, double limit, unsigned repeats)
{
    Random random{distribution.name.size()};
    unsigned found = 0;
    for (unsigned i = 0; i < repeats; ++i) {
        auto base = draw(distribution, 4, random);
        auto candidate = draw(distribution, 4, random);
        found += separation_test(base, candidate) <= limit ? 1U : 0U;
    }
    return static_cast<double>(found) / repeats;
}

} // namespace

TEST_CASE("Welch's test is that of SciPy")
{
    const auto is = [](double p) { return Catch::Matchers::WithinRel(p, 1e-9); };
    // The example of two screws of en.wikipedia.org/wiki/Student's_t-test: 0.09077.
    CHECK_THAT(welch_test(Values{30.02, 29.99, 30.11, 29.97, 30.01, 29.99},
                          Values{29.89, 29.93, 29.72, 29.98, 30.02, 29.98}),
               is(0.09077332428566114));
    CHECK_THAT(welch_test(Values{31.73, 31.94, 31.8, 32.0}, Values{78.4, 78.9, 76.9, 79.1}),
               is(1.973867022217141e-06));
    CHECK_THAT(welch_test(Values{1, 2, 3}, Values{1, 2, 3, 4, 100}), is(0.36326804575176));
    CHECK(welch_test(Values{5, 5}, Values{5, 5}) == 1);
    CHECK(welch_test(Values{5, 5}, Values{6, 6}) == 0);
    CHECK_THROWS_AS(welch_test(Values{5}, Values{6, 7}), Error);
    CHECK_THROWS_AS(welch_test(Values{5, std::nan("")}, Values{6, 7}), Error);
}

TEST_CASE("the variance is the unbiased one")
{
    CHECK(variance(Values{2, 4, 4, 4, 5, 5, 7, 9}) == Approx{32.0 / 7});
    CHECK(variance(Values{3}) == 0);
}

TEST_CASE("the distance counts only where the order says all that it can")
{
    const Values base{100, 101, 102, 103};
    CHECK(separation_test(base, Values{200, 201, 202, 203}) < 1e-9);
    CHECK(separation_test(base, Values{102.5, 201, 202, 203}) ==
          rank_test(base, Values{102.5, 201, 202, 203}).p_value);
    // Separate, but so close that the order says more.
    CHECK(separation_test(Values{1, 2, 3, 10}, Values{11, 12, 13, 40}) ==
          Approx{min_p_of_four}.epsilon(1e-9));
}

TEST_CASE("equal code is never called different more often than the order allows")
{
    const auto repeats = simulations(100'000);
    for (const auto& distribution : distributions()) {
        CAPTURE(distribution.name);
        const double deviation = std::sqrt(min_p_of_four / repeats);
        CHECK(false_rate(distribution, 0.05, repeats) <= min_p_of_four + 3 * deviation);
        CHECK(false_rate(distribution, 0.01, repeats) <= min_p_of_four + 3 * deviation);
    }
    const auto normal = distributions().front();
    CHECK(false_rate(normal, 0.001, repeats) <= 0.001 + 3 * std::sqrt(0.001 / repeats));
}
