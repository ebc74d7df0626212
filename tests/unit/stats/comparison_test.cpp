#include "base/error.hpp"
#include "catch.hpp"
#include "stats/comparison.hpp"
#include "stats/draw.hpp"

#include <cmath>
#include <limits>

using namespace cb;
using namespace cb::stats;

using Values = std::vector<double>;

TEST_CASE("the log-ratio is that of the medians")
{
    const Values base{1, 2, 3, 4};      // 2.5
    const Values candidate{6, 4, 5, 5}; // 5
    CHECK(compare(base, candidate, 1).change == Approx(std::log(2.0)));
    CHECK(compare(candidate, base, 1).change == Approx(-std::log(2.0)));
    CHECK(compare(Values{2}, Values{3}, 1).change == Approx(std::log(1.5)));
}

TEST_CASE("fewer than 4 values on a side are too few")
{
    const auto [base, candidate] =
        GENERATE(table<std::size_t, std::size_t>({{3, 50}, {50, 3}, {1, 1}}));
    const auto ratio = compare(Values(base, 1.0), Values(candidate, 2.0), 1);
    CHECK(ratio.verdict == Comparison::too_few);
    CHECK_FALSE(ratio.interval.has_value());
    CHECK_FALSE(ratio.noise_floor.has_value());
    CHECK(compare(Values(4, 1.0), Values(4, 2.0), 1).verdict == Comparison::slower);
}

TEST_CASE("values that do not vary have a floor and an interval without width")
{
    const auto same = compare(Values(5, 2.0), Values(6, 2.0), 1);
    CHECK(same.verdict == Comparison::no_difference);
    CHECK(same.interval == Interval{0, 0, 0.95});
    CHECK(same.noise_floor == 0);
    const auto faster = compare(Values(5, 2.0), Values(6, 1.0), 1);
    CHECK(faster.verdict == Comparison::faster);
    CHECK(faster.interval == Interval{-std::log(2.0), -std::log(2.0), 0.95});
    CHECK(compare(Values(6, 1.0), Values(5, 2.0), 1).verdict == Comparison::slower);
}

TEST_CASE("the interval is the exact bootstrap's")
{
    // A does not vary. For B's 5 values 0.001, 1, 1, 1, 1000, the resampled median is 1000 if at
    // least 3 of 5 draws are: 10 * 16/3125 + 5 * 4/3125 + 1/3125 = 0.0579. The same is true for
    // 0.001. An interval of 0.92 excludes 0.04 at each end, one of 0.8 excludes 0.1.
    const Values base(5, 1.0);
    const Values candidate{1, 1000, 1, 0.001, 1};
    const auto wide = compare(base, candidate, 3, Direction::lower, 0.92);
    CHECK(wide.interval->low == Approx(std::log(0.001)));
    CHECK(wide.interval->high == Approx(std::log(1000)));
    const auto narrow = compare(base, candidate, 3, Direction::lower, 0.8);
    CHECK(narrow.interval == Interval{0, 0, 0.8});
}

TEST_CASE("an even number of draws has the mean of the two middle ones as its median")
{
    // With 4 draws from 1, 1, 1, 3, the two middle values are 1 and 3 if 2 draws are 3: 6 * 9/256 =
    // 0.21. Both are 3 if 3 or 4 draws are: 13/256 = 0.051. So the 0.9 quantile of the medians is
    // 2.
    const auto ratio = compare(Values(4, 1.0), Values{1, 3, 1, 1}, 3, Direction::lower, 0.8);
    CHECK(ratio.interval->low == 0);
    CHECK(ratio.interval->high == Approx(std::log(2)));
}

TEST_CASE("the noise floor is what samples of the same values show")
{
    // A is 1, 1, 1, 1, e: the resampled median of 5 is e with probability 0.0579 = p. Two medians
    // differ, by 1, with 2 p (1 - p) = 0.109. B does not vary, so half of that: 0.0545 > 0.05.
    const double e = std::exp(1.0);
    CHECK(compare(Values{1, 1, e, 1, 1}, Values(5, 1.0), 1).noise_floor == Approx(1));
    // With 7 values, a median of e needs 4 of 7 draws: p = 0.0096 ..., and half of 0.019 is below
    // 0.05.
    CHECK(compare(Values{1, 1, e, 1, 1, 1, 1}, Values(7, 1.0), 1).noise_floor == 0);
}

TEST_CASE("the noise floor goes with the noise, and down with the root of the sample's size")
{
    const auto mean_floor = [](std::size_t a, std::size_t b, double noise) {
        const Distribution times{
            "", [=](Random& random) { return std::exp(noise * draw_normal(random)); }};
        Random random{8};
        double sum = 0;
        for (int i = 0; i < 10; ++i) {
            const auto base = draw(times, a, random);
            sum += compare(base, draw(times, b, random), 1).noise_floor.value();
        }
        return sum / 10;
    };
    CHECK(mean_floor(20, 20, 0.02) == Approx(2 * mean_floor(20, 20, 0.01)).epsilon(0.01));
    // 1.96 times the standard error of the difference of normal medians, each 1.2533 / sqrt(n)
    const auto [a, b] =
        GENERATE(table<std::size_t, std::size_t>({{20, 20}, {180, 180}, {20, 180}, {180, 20}}));
    const double per_value = 1 / static_cast<double>(a) + 1 / static_cast<double>(b);
    CHECK(mean_floor(a, b, 0.01) == Approx(1.96 * 0.012533 * std::sqrt(per_value)).epsilon(0.2));
}

TEST_CASE("a difference below the noise floor is none, though the interval excludes 0")
{
    // B's noise raises the floor to 0.28, from B against B; but B is above A in nearly all
    // resamples.
    const Values base(8, 1.0);
    const Values candidate{0.999, 1.01, 1.02, 1.05, 1.10, 1.30, 1.35, 1.40};
    const auto ratio = compare(base, candidate, 1);
    REQUIRE(ratio.interval->low > 0);
    REQUIRE(ratio.change < ratio.noise_floor);
    CHECK(ratio.verdict == Comparison::no_difference);
}

TEST_CASE("the comparison is the seed's")
{
    Random random{6};
    const auto base = draw(distributions()[1], 12, random);
    const auto candidate = draw(distributions()[1], 9, random);
    const auto one = compare(base, candidate, 1);
    CHECK(one.interval == compare(base, candidate, 1).interval);
    CHECK(one.noise_floor == compare(base, candidate, 1).noise_floor);
    CHECK(one.interval != compare(base, candidate, 2).interval);
    CHECK(one.interval->confidence == 0.95);
}

TEST_CASE("a wider confidence has a wider interval")
{
    Random random{6};
    const auto base = draw(distributions()[1], 20, random);
    const auto candidate = draw(distributions()[1], 20, random);
    const auto usual = compare(base, candidate, 1).interval.value();
    const auto wide = compare(base, candidate, 1, Direction::lower, 0.99).interval.value();
    CHECK(wide.low < usual.low);
    CHECK(wide.high > usual.high);
}

TEST_CASE("values that are no finite number, and no values, are refused")
{
    const Values good(6, 1.0);
    const auto bad = GENERATE(Values{},
                              Values{1, 1, std::numeric_limits<double>::infinity(), 1},
                              Values{1, 1, std::nan(""), 1});
    CHECK_THROWS_AS(compare(good, bad, 1), Error);
    CHECK_THROWS_AS(compare(bad, good, 1), Error);
    CHECK_THROWS_AS(compare(good, good, 1, Direction::lower, 1.0), Error);
}

TEST_CASE("with a value that is not positive the change is a difference")
{
    const Values base{-2, -1, 0, -1, -2, -1};
    const Values candidate{3, 4, 4, 5, 4, 4};
    const auto found = compare(base, candidate, 1);
    CHECK(found.scale == Difference::Scale::difference);
    CHECK(found.change == 5);
    CHECK(found.verdict == Comparison::slower);
    CHECK(found.interval->low > 3);
    CHECK(compare(candidate, base, 1).verdict == Comparison::faster);
    CHECK(compare(Values(5, 1.0), Values(5, 2.0), 1).scale == Difference::Scale::ratio);
    const auto zeros = compare(Values(6, 0.0), Values(6, 0.0), 1);
    CHECK(zeros.verdict == Comparison::no_difference);
    CHECK(zeros.interval == Interval{0, 0, 0.95});
    Values values(200, 1.0);
    values[7] = 0; // which the median of no resample would show
    CHECK(compare(values, Values(200, 1.0), 1).scale == Difference::Scale::difference);
}

TEST_CASE("the direction says which change is worse")
{
    const Values less(5, 1.0);
    const Values more(5, 2.0);
    const auto verdict = [](const Values& base, const Values& candidate, Direction direction) {
        return compare(base, candidate, 1, direction).verdict;
    };
    CHECK(verdict(less, more, Direction::lower) == Comparison::slower);
    CHECK(verdict(more, less, Direction::lower) == Comparison::faster);
    CHECK(verdict(less, more, Direction::higher) == Comparison::faster);
    CHECK(verdict(more, less, Direction::higher) == Comparison::slower);
    CHECK(verdict(less, more, Direction::unknown) == Comparison::changed);
    CHECK(verdict(more, less, Direction::unknown) == Comparison::changed);
    CHECK(verdict(less, less, Direction::unknown) == Comparison::no_difference);
}

TEST_CASE("too few values say how many it takes")
{
    const Values base(4, 1.0);
    const Values candidate(4, 2.0);
    CHECK(compare(Values(3, 1.0), candidate, 1).needed == Needed{4, 4});
    const auto sure = compare(base, candidate, 1, Direction::lower, 0.99);
    CHECK(sure.verdict == Comparison::too_few);
    CHECK(sure.needed == Needed{5, 5});
}

TEST_CASE("verdicts have words")
{
    CHECK(to_word(Comparison::slower) == "slower");
    CHECK(to_word(Comparison::faster) == "faster");
    CHECK(to_word(Comparison::changed) == "changed");
    CHECK(to_word(Comparison::no_difference) == "no_difference");
    CHECK(to_word(Comparison::too_few) == "too_few");
}
