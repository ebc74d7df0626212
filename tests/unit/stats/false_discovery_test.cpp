#include "base/error.hpp"
#include "catch.hpp"
#include "stats/false_discovery.hpp"

#include <cmath>

using namespace cb;
using namespace cb::stats;

using Values = std::vector<double>;

TEST_CASE("adjusted p-values agree with R")
{
    // The p-values are the example of Benjamini and Hochberg (1995), section 3.2; four of them are
    // significant at 0.05. R 4.2: p.adjust(p, "BH")
    const Values p{0.0001,
                   0.0004,
                   0.0019,
                   0.0095,
                   0.0201,
                   0.0278,
                   0.0298,
                   0.0344,
                   0.0459,
                   0.3240,
                   0.4262,
                   0.5719,
                   0.6528,
                   0.7590,
                   1.0};
    const Values expected{0.0015,
                          0.0030,
                          0.0095,
                          0.035625,
                          0.0603,
                          0.0638571428571429,
                          0.0638571428571429,
                          0.0645,
                          0.0765,
                          0.486,
                          0.581181818181818,
                          0.714875,
                          0.753230769230769,
                          0.813214285714286,
                          1.0};
    const auto found = adjust_for_discovery(p, p.size());
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        CHECK(found[i] == Approx(expected[i]).epsilon(1e-12));
    }
}

TEST_CASE("tests whose p-values are not given count")
{
    // R 4.2: p.adjust(c(0.01, 0.02), "BH", n = 10)
    CHECK(adjust_for_discovery(Values{0.02, 0.01}, 10)[0] == Approx(0.1));
    CHECK(adjust_for_discovery(Values{0.02, 0.01}, 10)[1] == Approx(0.1));
    CHECK(adjust_for_discovery(Values{}, 10).empty());
}

TEST_CASE("what is no p-value is refused")
{
    CHECK_THROWS_AS(adjust_for_discovery(Values{0.1, 0.2}, 1), Error);
    CHECK_THROWS_AS(adjust_for_discovery(Values{1.1}, 1), Error);
    CHECK_THROWS_AS(adjust_for_discovery(Values{-0.1}, 1), Error);
    CHECK_THROWS_AS(adjust_for_discovery(Values{std::nan("")}, 1), Error);
}
