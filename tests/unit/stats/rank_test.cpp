#include "stats/rank_test.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "stats/draw.hpp"

#include <cmath>

using namespace cb;
using namespace cb::stats;

using Values = std::vector<double>;
using Method = RankTest::Method;

namespace {

// Hollander and Wolfe, Nonparametric Statistical Methods, 4.1: permeability of membranes; the
// example of ?wilcox.test in R.
const Values at_term{0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
const Values early{1.15, 0.88, 0.90, 0.74, 1.21};

/// `step` times 1 to n, shifted by `shift`.
Values count(int n, double step, double shift)
{
    Values values;
    for (int i = 1; i <= n; ++i) {
        values.push_back(i * step + shift);
    }
    return values;
}

Values rounded(Values values)
{
    for (auto& value : values) {
        value = std::nearbyint(value);
    }
    return values;
}

} // namespace

TEST_CASE("the exact test agrees with R and SciPy")
{
    // R 4.2: wilcox.test(at_term, early)$p.value; SciPy 1.10: mannwhitneyu(early, at_term)
    const auto found = rank_test(at_term, early);
    CHECK(found.u == 15);
    CHECK(found.p_value == Approx(0.254412254412254).epsilon(1e-13));
    CHECK(found.method == Method::exact);
    CHECK(rank_test(early, at_term).u == 35);
    CHECK(rank_test(early, at_term).p_value == Approx(0.254412254412254).epsilon(1e-13));
    // SciPy 1.10: mannwhitneyu([19, 22, 16, 29, 24], [20, 11, 17, 12], method="exact")
    const auto diabetes = rank_test(Values{20, 11, 17, 12}, Values{19, 22, 16, 29, 24});
    CHECK(diabetes.u == 17);
    CHECK(diabetes.p_value == Approx(0.111111111111111).epsilon(1e-13));
    CHECK(rank_test(Values{1, 2, 3, 4}, Values{5, 6, 7, 8}).p_value == Approx(2.0 / 70));
}

TEST_CASE("the exact test holds with ties")
{
    // SciPy 1.10: permutation_test over all assignments, with the distance of the rank sum from its
    // expectation
    const auto found = rank_test(Values{1, 2, 2, 3, 5}, Values{2, 3, 4, 5, 5, 6});
    CHECK(found.u == 23.5);
    CHECK(found.p_value == Approx(0.138528138528139).epsilon(1e-13));
    const auto skewed = rank_test(Values{1, 1, 1, 2, 9}, Values{1, 3, 3, 3});
    CHECK(skewed.u == 13.5);
    CHECK(skewed.p_value == Approx(0.428571428571429).epsilon(1e-13));
    CHECK(rank_test(Values(5, 1.0), Values(6, 1.0)).p_value == 1);
}

TEST_CASE("above 50 values the normal approximation agrees with R")
{
    // R 4.2: wilcox.test(h, g, exact = FALSE) with g <- 1:30 / 10, h <- g + 0.55, and both rounded
    const auto g = count(30, 0.1, 0);
    const auto h = count(30, 0.1, 0.55);
    const auto found = rank_test(g, h);
    CHECK(found.method == Method::normal);
    CHECK(found.p_value == Approx(0.027086318388296).epsilon(1e-12));
    const auto tied = rank_test(rounded(g), rounded(h));
    CHECK(tied.u == 585.5);
    CHECK(tied.p_value == Approx(0.0368437816665852).epsilon(1e-12));
    CHECK(rank_test(Values(40, 1.0), Values(40, 1.0)).p_value == 1);
}

TEST_CASE("50 values are exact")
{
    // R 4.2: wilcox.test(1:25 + 4.5, 1:25, exact = TRUE); the approximation gives 0.04780
    const auto found = rank_test(count(25, 1, 0), count(25, 1, 4.5));
    CHECK(found.method == Method::exact);
    CHECK(found.p_value == Approx(0.0471617068068392).epsilon(1e-12));
}

TEST_CASE("the shift agrees with R")
{
    // R 4.2: wilcox.test(early, at_term, conf.int = TRUE); the confidence reached is
    // 1 - 2 * pwilcox(qwilcox(0.025, 10, 5) - 1, 10, 5)
    const auto found = find_shift(at_term, early);
    CHECK(found.estimate == Approx(-0.305).epsilon(1e-12));
    CHECK(found.interval->low == Approx(-0.76).epsilon(1e-12));
    CHECK(found.interval->high == Approx(0.15).epsilon(1e-12));
    CHECK(found.interval->confidence == Approx(0.96003996003996).epsilon(1e-12));
    // R: wilcox.test(h, g, exact = FALSE, conf.int = TRUE) gives 0.55, 0.05007 to 1.04999
    const auto large = find_shift(count(30, 0.1, 0), count(30, 0.1, 0.55));
    CHECK(large.estimate == Approx(0.55));
    CHECK(large.interval->low == Approx(0.05).margin(1e-3));
    CHECK(large.interval->high == Approx(1.05).margin(1e-3));
    CHECK(large.interval->confidence == Approx(0.95).margin(0.005));
}

TEST_CASE("the shift of few values has no interval, and of equal ones no width")
{
    CHECK_FALSE(find_shift(Values{1, 2, 3}, Values{4, 5, 6}).interval.has_value());
    CHECK(find_shift(Values{1, 2, 3}, Values{4, 5, 6}).estimate == 3);
    CHECK(find_shift(Values{1, 2, 3, 4}, Values{4, 5, 6, 7}).interval->low == 0);
    CHECK(find_shift(Values{1, 2, 3, 4}, Values{4, 5, 6, 7}).interval->high == 6);
    const auto same = find_shift(Values(8, 2.0), Values(8, 2.0));
    CHECK(same.estimate == 0);
    CHECK(same.interval->low == 0);
    CHECK(same.interval->high == 0);
    CHECK(find_shift(Values{1e300, -1e300}, Values{0}).estimate == 0);
}

TEST_CASE("the interval of the shift holds it as often as it says")
{
    constexpr unsigned repeats = simulations(2000);
    Random random{4};
    unsigned held = 0;
    for (unsigned i = 0; i < repeats; ++i) {
        const auto base = draw(distributions()[0], 8, random);
        auto candidate = draw(distributions()[0], 9, random);
        for (auto& value : candidate) {
            value += 0.02;
        }
        const auto interval = find_shift(base, candidate).interval.value();
        held += interval.low <= 0.02 && 0.02 <= interval.high ? 1U : 0U;
    }
    CHECK(held >= repeats * 94 / 100);
    CHECK(held < repeats);
}

TEST_CASE("a claim needs so many values")
{
    CHECK(needed_for_claim(0.05) == Needed{4, 4}); // 2/20 and 2/70
    CHECK(needed_for_claim(0.1) == Needed{3, 3});
    CHECK(needed_for_claim(0.01) == Needed{5, 5}); // 2/252
    CHECK_THROWS_AS(needed_for_claim(0), Error);
    CHECK_THROWS_AS(needed_for_claim(1), Error);
}

TEST_CASE("tests of no values, and of values that are no number, are refused")
{
    CHECK_THROWS_AS(rank_test(Values{}, at_term), Error);
    CHECK_THROWS_AS(rank_test(at_term, Values{1, std::nan("")}), Error);
    CHECK_THROWS_AS(find_shift(at_term, Values{}), Error);
    CHECK_THROWS_AS(find_shift(at_term, early, 1), Error);
}
