#include "base/error.hpp"
#include "catch.hpp"
#include "stats/detectable_change.hpp"

#include <cmath>

using namespace cb;
using namespace cb::stats;

TEST_CASE("the smallest detectable change is within 1 % of R's")
{
    // R 4.2: power.t.test(n = n, sd = 1, sig.level = 0.05, power = 0.9)$delta
    CHECK(find_detectable_change(1, 4, 4).value() == Approx(2.76663022628028).epsilon(0.01));
    CHECK(find_detectable_change(1, 10, 10).value() == Approx(1.53367028147674).epsilon(0.01));
    CHECK(find_detectable_change(1, 20, 20).value() == Approx(1.05197016883918).epsilon(0.001));
    CHECK(find_detectable_change(1, 100, 100).value() == Approx(0.460659827280346).epsilon(0.001));
}

TEST_CASE("the smallest detectable change goes with the noise")
{
    CHECK(find_detectable_change(0, 5, 5) == 0.0);
    CHECK(find_detectable_change(0.02, 5, 9).value() ==
          Approx(2 * find_detectable_change(0.01, 9, 5).value()));
}

TEST_CASE("too few values show no change")
{
    CHECK_FALSE(find_detectable_change(0.01, 3, 50).has_value());
    CHECK_FALSE(find_detectable_change(0.01, 50, 3).has_value());
    CHECK_FALSE(find_detectable_change(0.01, 4, 4, {.significance = 0.01}).has_value());
    CHECK_THROWS_AS(find_detectable_change(-1, 5, 5), Error);
    CHECK_THROWS_AS(find_detectable_change(std::nan(""), 5, 5), Error);
    CHECK_THROWS_AS(find_detectable_change(1, 5, 5, {.power = 1}), Error);
}
