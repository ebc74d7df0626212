#include "base/error.hpp"
#include "catch.hpp"
#include "stats/draw.hpp"
#include "stats/interval.hpp"
#include "stats/summary.hpp"

#include <cmath>
#include <numeric>

using namespace cb;
using namespace cb::stats;

using Values = std::vector<double>;

namespace {

Values count_to(std::size_t n)
{
    Values values(n);
    std::iota(values.begin(), values.end(), 1.0);
    return values;
}

} // namespace

TEST_CASE("the ranks of the median's interval are binomial")
{
    struct Expected {
        std::size_t n;
        double confidence;
        std::size_t rank;
        double reached;
    };
    const auto expected = GENERATE(values<Expected>({
        {6, 0.95, 1, 1 - 2 * 1 / 64.0},     // 2 * C(6,0) / 2^6
        {8, 0.95, 1, 1 - 2 * 1 / 256.0},    // with C(8,1): 1 - 18/256 < 0.95
        {8, 0.92, 2, 1 - 2 * 9 / 256.0},    // 2 * (1 + 8)
        {10, 0.95, 2, 1 - 2 * 11 / 1024.0}, // 2 * (1 + 10)
        {15, 0.95, 4, 1 - 2 * (1 + 15 + 105 + 455) / 32768.0},
        {20, 0.95, 6, 1 - 2 * (1 + 20 + 190 + 1140 + 4845 + 15504) / 1048576.0},
        {2, 0.5, 1, 0.5},         // 1 - 2/4, reached exactly
        {6, 0.96875, 1, 0.96875}, // 1 - 2/64, reached exactly
    }));
    INFO(expected.n << " " << expected.confidence);
    const auto found = median_rank(expected.n, expected.confidence);
    REQUIRE(found.has_value());
    CHECK(found->rank == expected.rank);
    CHECK(found->confidence == Approx(expected.reached).epsilon(1e-13));
}

TEST_CASE("too few values have no interval")
{
    CHECK_FALSE(median_rank(0, 0.5).has_value());
    CHECK_FALSE(median_rank(1, 0.01).has_value());
    CHECK_FALSE(median_rank(5, 0.95).has_value()); // 1 - 2/32 = 0.9375
    CHECK_FALSE(median_rank(7, 0.99).has_value()); // 1 - 2/128 = 0.984
    CHECK(median_rank(8, 0.99).has_value());       // 1 - 2/256 = 0.992
    CHECK_FALSE(median_interval(Values{}, 0.95).has_value());
    CHECK_FALSE(relative_half_width(count_to(5), 0.95).has_value());
}

TEST_CASE("many values come near to the normal approximation, without underflow")
{
    const auto n = GENERATE(std::size_t{2000}, std::size_t{10'000}, std::size_t{100'001});
    const auto found = median_rank(n, 0.95);
    REQUIRE(found.has_value());
    const double size = static_cast<double>(n);
    // The rank is about n/2 - 1.96 sqrt(n)/2 + 1/2.
    CHECK(std::abs(static_cast<double>(found->rank) - (size / 2 - 0.98 * std::sqrt(size) + 0.5)) <
          1.01);
    CHECK(found->confidence >= 0.95);
    CHECK(found->confidence < 0.955);
}

TEST_CASE("the interval lies between order statistics")
{
    const Values sample{10, 3, 7, 1, 9, 5, 2, 8, 4, 6};
    const auto interval = median_interval(sample, 0.95);
    REQUIRE(interval.has_value());
    CHECK(interval->low == 2); // rank 2 of 10, see above
    CHECK(interval->high == 9);
    CHECK(interval->confidence == Approx(1 - 22 / 1024.0));
    CHECK(relative_half_width(sample, 0.95) == Approx(3.5 / 5.5)); // (9 - 2) / 2 over 5.5
}

TEST_CASE("half of the width is relative to the size of the median")
{
    CHECK(relative_half_width(Interval{-3, -1, 0.9}, Values{-2}) == Approx(0.5));
    CHECK(relative_half_width(Interval{4, 4, 0.9}, Values{4}) == 0);
    CHECK(relative_half_width(Interval{0, 0, 0.9}, Values{0}) == 0);
    CHECK(std::isinf(relative_half_width(Interval{-1, 1, 0.9}, Values{0})));
}

TEST_CASE("the interval widens with the confidence and shrinks with the sample")
{
    Random random{5};
    const auto sample = draw(distributions()[1], 4000, random);
    double width = 1e9;
    for (const std::size_t n : {10U, 50U, 250U, 1000U, 4000U}) {
        const auto first = std::span{sample}.first(n);
        const double now = relative_half_width(first, 0.95).value();
        CHECK(now < width);
        CHECK(relative_half_width(first, 0.99).value() > now);
        width = now;
    }
}

TEST_CASE("the interval holds the median as often as it says")
{
    constexpr unsigned repeats = simulations(5000);
    const auto n = GENERATE(std::size_t{6}, std::size_t{15}, std::size_t{40});
    Random random{n};
    unsigned held = 0;
    double reached = 0;
    for (unsigned i = 0; i < repeats; ++i) {
        const auto interval = median_interval(draw(distributions()[1], n, random), 0.95).value();
        held += interval.low <= 1 && 1 <= interval.high ? 1U : 0U; // the median of exp(normal) is 1
        reached = interval.confidence;
    }
    const double spread = std::sqrt(reached * (1 - reached) / repeats);
    CHECK(std::abs(static_cast<double>(held) / repeats - reached) < 4 * spread);
}

TEST_CASE("a confidence outside of 0 to 1 is refused")
{
    const auto confidence = GENERATE(0.0, 1.0, -0.5, 95.0, std::nan(""));
    CHECK_THROWS_AS(median_rank(10, confidence), Error);
    CHECK_THROWS_AS(median_interval(count_to(10), confidence), Error);
}

TEST_CASE("the interval of values that are not finite is refused")
{
    auto sample = count_to(10);
    sample[4] = std::nan("");
    CHECK_THROWS_AS(median_interval(sample, 0.95), Error);
}
