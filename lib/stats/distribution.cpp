#include "stats/distribution.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

namespace cb::stats {

namespace {

void require_probability(double p)
{
    if (!(p > 0 && p < 1)) {
        throw Error{Errc::bad_input, "a quantile is asked for that is not between 0 and 1"};
    }
}

/// Lentz's evaluation of the continued fraction for I_x(a, b) (DLMF 8.17.22 and 3.10).
double beta_fraction(double a, double b, double x)
{
    constexpr int max_terms = 10'000;
    constexpr double tiny = 1e-300;
    const auto away_from_0 = [](double value) { return std::abs(value) < tiny ? tiny : value; };
    double c = 1;
    double d = 1 / away_from_0(1 - (a + b) * x / (a + 1));
    double fraction = d;
    for (int m = 1; m < max_terms; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / away_from_0(1 + even * d);
        c = away_from_0(1 + even / c);
        fraction *= d * c;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / away_from_0(1 + odd * d);
        c = away_from_0(1 + odd / c);
        fraction *= d * c;
        if (std::abs(d * c - 1) < std::numeric_limits<double>::epsilon()) {
            break;
        }
    }
    return fraction;
}

/// I_x(a, b), the regularized incomplete beta function.
double incomplete_beta(double a, double b, double x, double complement)
{
    if (x <= 0 || complement <= 0) {
        return x <= 0 ? 0 : 1;
    }
    const double front = std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) +
                                  a * std::log(x) + b * std::log(complement));
    return x < (a + 1) / (a + b + 2) ? front * beta_fraction(a, b, x) / a
                                     : 1 - front * beta_fraction(b, a, complement) / b;
}

/// The point between `low` and `high` where an ascending function reaches p.
template <typename Function> double bisect(Function function, double p, double low, double high)
{
    for (double middle = std::midpoint(low, high); low < middle && middle < high;
         middle = std::midpoint(low, high)) {
        (function(middle) < p ? low : high) = middle;
    }
    return high;
}

} // namespace

double normal_cdf(double z) noexcept
{
    return std::erfc(-z / std::sqrt(2.0)) / 2;
}

double normal_quantile(double p)
{
    require_probability(p);
    constexpr double beyond_all = 40; // the smallest double is at -38
    return p > 0.5 ? -bisect(normal_cdf, 1 - p, -beyond_all, 0)
                   : bisect(normal_cdf, p, -beyond_all, 0);
}

double student_cdf(double t, double freedom)
{
    if (!(freedom > 0)) {
        throw Error{Errc::bad_input, "Student's distribution needs degrees of freedom above 0"};
    }
    const double square = t * t;
    const double tail =
        incomplete_beta(
            freedom / 2, 0.5, freedom / (freedom + square), square / (freedom + square)) /
        2;
    return t < 0 ? tail : 1 - tail;
}

double student_quantile(double p, double freedom)
{
    require_probability(p);
    if (p > 0.5) {
        return -student_quantile(1 - p, freedom);
    }
    // Newton's method. Below 0 the distribution is convex, so that it converges from above.
    constexpr int max_steps = 2000; // for a heavy tail, each step at least doubles t
    constexpr double near = 1e-9;   // each step squares the error, so the last one makes it exact
    const double log_scale = std::lgamma((freedom + 1) / 2) - std::lgamma(freedom / 2) -
                             0.5 * std::log(freedom * std::numbers::pi);
    double t = 0;
    for (int i = 0; i < max_steps; ++i) {
        const double density =
            std::exp(log_scale - (freedom + 1) / 2 * std::log1p(t * t / freedom));
        const double step = (student_cdf(t, freedom) - p) / density;
        if (!std::isfinite(step)) {
            break;
        }
        t = std::min(0.0, t - step);
        if (std::abs(step) <= near * std::abs(t)) {
            break;
        }
    }
    return t;
}

} // namespace cb::stats
