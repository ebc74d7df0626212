#include "base/error.hpp"
#include "catch.hpp"
#include "stats/distribution.hpp"

using namespace cb;
using namespace cb::stats;

// Expected values from pnorm, qnorm, pt and qt of R 4.2.

TEST_CASE("the normal distribution agrees with R")
{
    CHECK(normal_cdf(0) == 0.5);
    CHECK(normal_cdf(-6) == Approx(9.86587645037698e-10).epsilon(1e-12));
    CHECK(normal_quantile(0.975) == Approx(1.95996398454005).epsilon(1e-13));
    CHECK(normal_quantile(0.9) == Approx(1.28155156554460).epsilon(1e-13));
    CHECK(normal_quantile(1e-10) == Approx(-6.36134090240406).epsilon(1e-13));
    CHECK(normal_quantile(0.5) == Approx(0).margin(1e-15));
}

TEST_CASE("Student's distribution agrees with R")
{
    CHECK(student_cdf(2.5, 4) == Approx(0.966616727594006).epsilon(1e-13));
    CHECK(student_cdf(-10, 3) == Approx(0.00106419952920707).epsilon(1e-12));
    CHECK(student_cdf(0, 3) == 0.5);
    CHECK(student_quantile(0.975, 1) == Approx(12.70620473617469).epsilon(1e-12));
    CHECK(student_quantile(0.975, 3) == Approx(3.18244630528371).epsilon(1e-12));
    CHECK(student_quantile(0.975, 7.6) == Approx(2.32730178878637).epsilon(1e-12));
    CHECK(student_quantile(0.975, 38) == Approx(2.02439416391197).epsilon(1e-12));
    CHECK(student_quantile(0.975, 1000) == Approx(1.96233908082641).epsilon(1e-12));
    CHECK(student_quantile(0.0005, 5) == Approx(-6.86882662588111).epsilon(1e-12));
    CHECK(student_quantile(0.5, 5) == Approx(0).margin(1e-12));
}

TEST_CASE("what is no probability, and no freedom, is refused")
{
    const double p = GENERATE(0.0, 1.0, -0.1, 1.1);
    CHECK_THROWS_AS(normal_quantile(p), Error);
    CHECK_THROWS_AS(student_quantile(p, 3), Error);
    CHECK_THROWS_AS(student_quantile(0.1, 0), Error);
    CHECK_THROWS_AS(student_cdf(1, -1), Error);
}
