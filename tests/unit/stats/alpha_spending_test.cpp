#include "base/error.hpp"
#include "catch.hpp"
#include "stats/alpha_spending.hpp"

#include <array>
#include <numeric>
#include <vector>

using namespace cb;
using namespace cb::stats;

TEST_CASE("the looks share the error")
{
    // 0.05 ln(1 + (e - 1) t) for t = 0.2, 0.4, …: Jennison and Turnbull, Group Sequential Methods
    // with Applications to Clinical Trials, section 7.2
    const std::array<std::size_t, 5> looks{20, 40, 60, 80, 100};
    const auto shares = spend_error(0.05, looks);
    REQUIRE(shares.size() == 5);
    const std::array<double, 5> so_far{0.01477, 0.02616, 0.03543, 0.04324, 0.05};
    double sum = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        sum += shares[i];
        CHECK(sum == Approx(so_far[i]).margin(0.000005));
    }
}

TEST_CASE("a single look has the whole error")
{
    CHECK(spend_error(0.01, std::array<std::size_t, 1>{10}).front() == Approx(0.01));
    CHECK(spend_error(0.01, {}).empty());
}

TEST_CASE("wrong looks and errors are rejected")
{
    CHECK_THROWS_AS(spend_error(0, std::array<std::size_t, 1>{10}), Error);
    CHECK_THROWS_AS(spend_error(1, std::array<std::size_t, 1>{10}), Error);
    CHECK_THROWS_AS(spend_error(0.01, std::array<std::size_t, 2>{10, 10}), Error);
    CHECK_THROWS_AS(spend_error(0.01, std::array<std::size_t, 1>{0}), Error);
}
