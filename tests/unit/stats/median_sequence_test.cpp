#include "base/error.hpp"
#include "catch.hpp"
#include "stats/median_sequence.hpp"

#include <cmath>
#include <numeric>

using namespace cb;
using namespace cb::stats;

namespace {

/// The share of all 2^last sequences of coins whose number of heads leaves [r(n), n - r(n)] for
/// some n >= `first`. Counted, whereas the class computes it.
double missed_by_enumeration(const MedianSequence& sequence, unsigned first, unsigned last)
{
    unsigned missed = 0;
    for (unsigned coins = 0; coins < 1U << last; ++coins) {
        unsigned heads = 0;
        bool misses = false;
        for (unsigned n = 1; n <= last; ++n) {
            heads += coins >> (n - 1) & 1U;
            const auto r = sequence.rank(n);
            misses = misses || (n >= first && r > 0 && (heads < r || heads > n - r));
        }
        missed += misses ? 1U : 0U;
    }
    return static_cast<double>(missed) / static_cast<double>(1U << last);
}

} // namespace

TEST_CASE("the probability to miss the median at any look is that of all sequences counted")
{
    const auto [first, last] =
        GENERATE(table<unsigned, unsigned>({{1, 12}, {6, 6}, {6, 10}, {6, 16}, {9, 14}, {3, 17}}));
    const auto confidence = GENERATE(0.5, 0.8, 0.95, 0.99);
    INFO(first << " " << last << " " << confidence);
    const MedianSequence sequence{confidence, first, last};
    CHECK(sequence.miss_probability() ==
          Approx(missed_by_enumeration(sequence, first, last)).margin(1e-12));
    CHECK(sequence.miss_probability() <= 1 - confidence);
}

TEST_CASE("one single look is the interval of a fixed number of values")
{
    const auto n = GENERATE(std::size_t{6}, std::size_t{10}, std::size_t{37}, std::size_t{1000});
    const MedianSequence sequence{0.95, n, n};
    const auto fixed = median_rank(n, 0.95).value();
    CHECK(sequence.rank(n) == fixed.rank);
    CHECK(sequence.miss_probability() == Approx(1 - fixed.confidence));
}

TEST_CASE("little of the probability is left unused, and the price is as documented")
{
    const MedianSequence sequence{0.95, 6, 1000};
    CHECK(sequence.miss_probability() > 0.0495);
    CHECK(sequence.miss_probability() <= 0.05);
    CHECK(sequence.least() == std::size_t{9});
    for (const std::size_t n : {100U, 300U, 1000U}) {
        CHECK(sequence.rank(n) <= median_rank(n, 0.997)->rank);
        CHECK(sequence.rank(n) >= median_rank(n, 0.999)->rank);
    }
}

TEST_CASE("the interval of a sequence lies between its order statistics")
{
    const MedianSequence sequence{0.95, 6, 20};
    std::vector<double> sample(20);
    std::iota(sample.rbegin(), sample.rend(), 1.0);
    const auto r = sequence.rank(20);
    REQUIRE(r > 1);
    const auto interval = sequence.interval(sample).value();
    CHECK(interval.low == static_cast<double>(r));
    CHECK(interval.high == static_cast<double>(21 - r));
    CHECK(interval.confidence == 1 - sequence.miss_probability());
    CHECK(interval.confidence >= 0.95);
}

TEST_CASE("before the first look, after the last and too early there is no interval")
{
    const MedianSequence sequence{0.95, 10, 20};
    const std::vector<double> sample(21, 1.0);
    CHECK_FALSE(sequence.interval(std::span{sample}.first(9)).has_value());
    CHECK(sequence.interval(std::span{sample}.first(10)).has_value());
    CHECK(sequence.interval(std::span{sample}.first(20)).has_value());
    CHECK_FALSE(sequence.interval(sample).has_value());
    CHECK_FALSE(MedianSequence(0.95, 1, 5).least().has_value());
    CHECK(sequence.rank(0) == 0);
}

TEST_CASE("a sequence without an order, too long or with a wrong confidence is refused")
{
    CHECK_THROWS_AS(MedianSequence(0.95, 0, 5), Error);
    CHECK_THROWS_AS(MedianSequence(0.95, 6, 5), Error);
    CHECK_THROWS_AS(MedianSequence(0.95, 6, 100'001), Error);
    CHECK_THROWS_AS(MedianSequence(1.0, 6, 10), Error);
}
