#include "base/error.hpp"
#include "catch.hpp"
#include "stats/geometric_mean.hpp"

using namespace cb;
using namespace cb::stats;

using Values = std::vector<double>;

TEST_CASE("the geometric mean and its interval agree with R")
{
    // R 4.2: r <- c(1.1, 0.95, 1.02, 1.3, 0.87); exp(mean(log(r))); exp(t.test(log(r))$conf.int)
    const auto found = geometric_mean(Values{1.1, 0.95, 1.02, 1.3, 0.87});
    CHECK(found.mean == Approx(1.03809192647058).epsilon(1e-13));
    CHECK(found.interval->low == Approx(0.858732311917717).epsilon(1e-12));
    CHECK(found.interval->high == Approx(1.254913589307985).epsilon(1e-12));
    CHECK(found.interval->confidence == 0.95);
    CHECK(geometric_mean(Values{2, 8}).mean == Approx(4));
}

TEST_CASE("a single value has no interval")
{
    CHECK(geometric_mean(Values{3}).mean == 3);
    CHECK_FALSE(geometric_mean(Values{3}).interval.has_value());
}

TEST_CASE("a geometric mean of values without a logarithm is refused")
{
    CHECK_THROWS_AS(geometric_mean(Values{}), Error);
    CHECK_THROWS_AS(geometric_mean(Values{1, 0}), Error);
    CHECK_THROWS_AS(geometric_mean(Values{1, -2}), Error);
    CHECK_THROWS_AS(geometric_mean(Values{1, 2}, 1), Error);
}
