#include "base/error.hpp"
#include "catch.hpp"
#include "stats/summary.hpp"

#include <cmath>
#include <limits>

using namespace cb;
using namespace cb::stats;

using Values = std::vector<double>;

TEST_CASE("the median is the middle value, or between the two middle ones")
{
    CHECK(median(Values{7}) == 7);
    CHECK(median(Values{3, 1, 2}) == 2);
    CHECK(median(Values{4, 1, 3, 2}) == 2.5);     // (2 + 3) / 2
    CHECK(median(Values{1, 1000, -5, 1}) == 1);   // -5 1 1 1000
    CHECK(median(Values{9, 1, 8, 2, 7, 3}) == 5); // (3 + 7) / 2
}

TEST_CASE("the median of huge values does not overflow")
{
    constexpr double huge = std::numeric_limits<double>::max();
    CHECK(median(Values{huge, huge}) == huge);
}

TEST_CASE("a quantile is linear between the order statistics")
{
    const Values sample{40, 10, 30, 20}; // position p * 3 among 10 20 30 40
    CHECK(quantile(sample, 0) == 10);
    CHECK(quantile(sample, 1) == 40);
    CHECK(quantile(sample, 0.5) == 25);         // position 1.5: 20 + 0.5 * 10
    CHECK(quantile(sample, 0.25) == 17.5);      // position 0.75: 10 + 0.75 * 10
    CHECK(quantile(sample, 0.9) == Approx(37)); // position 2.7: 30 + 0.7 * 10
    CHECK(quantile(Values{5}, 0.3) == 5);
}

TEST_CASE("a quantile outside of 0 to 1 is refused")
{
    const auto p = GENERATE(-0.001, 1.001, std::numeric_limits<double>::quiet_NaN());
    CHECK_THROWS_AS(quantile(Values{1, 2}, p), Error);
}

TEST_CASE("the median absolute deviation ignores how far the far ones are")
{
    CHECK(median_absolute_deviation(Values{1, 2, 3, 4, 1000}) == 1); // about 3: 2 1 0 1 997
    CHECK(median_absolute_deviation(Values{1, 2, 4, 9}) == 1.5);     // about 3: 2 1 1 6
    CHECK(median_absolute_deviation(Values{6, 6, 6}) == 0);
}

TEST_CASE("a sample without values or with one that is not finite is refused")
{
    const auto sample = GENERATE(Values{},
                                 Values{1, std::numeric_limits<double>::quiet_NaN(), 2},
                                 Values{std::numeric_limits<double>::infinity()},
                                 Values{1, -std::numeric_limits<double>::infinity()});
    CHECK_THROWS_AS(sorted(sample), Error);
    CHECK_THROWS_AS(median(sample), Error);
    CHECK_THROWS_AS(quantile(sample, 0.5), Error);
    CHECK_THROWS_AS(median_absolute_deviation(sample), Error);
}

TEST_CASE("the sample itself is left as it was")
{
    const Values sample{3, 1, 2};
    CHECK(sorted(sample) == Values{1, 2, 3});
    CHECK(sample == Values{3, 1, 2});
}
