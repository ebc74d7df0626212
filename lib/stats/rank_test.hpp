#pragma once

#include "stats/interval.hpp"

#include <cstddef>
#include <optional>
#include <span>

/// Tests and intervals of two samples that ask only which value is greater. They hold for
/// independent values. Samples of one job are not independent: where there are several jobs, give
/// the medians of the jobs.
namespace cb::stats {

/// How many values each side needs before any claim can be made.
struct Needed {
    std::size_t base;
    std::size_t candidate;
    friend bool operator==(const Needed&, const Needed&) = default;
};

/// The least equal sizes with which the most extreme order of two samples has a two-sided
/// p = 2 / C(2n, n) of at most `significance`: 4 and 4 for 0.05, 5 and 5 for 0.01.
/// Throws Error{bad_input} unless 0 < significance < 1.
[[nodiscard]] Needed needed_for_claim(double significance);

struct RankTest {
    enum class Method { exact, normal };

    double u; ///< pairs in which the candidate is greater; equal ones count one half
    double p_value;
    Method method;
};

/// Up to so many values of both samples together the distribution is exact.
inline constexpr std::size_t max_exact_values = 50;

/// Two-sided test of Mann and Whitney, "On a Test of Whether one of Two Random Variables is
/// Stochastically Larger than the Other", Annals of Mathematical Statistics 18(1), 1947.
///
/// Exact up to max_exact_values, with ties too: the chance that a random assignment of the midranks
/// is at least as far from the expected U (as in R's coin and SciPy's permutation_test; without
/// ties the same as wilcox.test and mannwhitneyu). Above, the normal approximation with the
/// corrections for ties and continuity (wilcox.test(exact = FALSE), mannwhitneyu("asymptotic")).
/// O(N³) exact, for N values, else O(N log N). Throws Error{bad_input} as summary.hpp.
[[nodiscard]] RankTest rank_test(std::span<const double> base, std::span<const double> candidate);

/// How far the candidate is moved from the base.
struct Shift {
    double estimate; ///< median of all differences candidate - base, in the unit of the samples
    /// Absent if the samples are too small for the confidence.
    std::optional<Interval> interval;
};

/// Hodges and Lehmann's estimate with the interval that belongs to rank_test: "Estimates of
/// Location Based on Rank Tests", Annals of Mathematical Statistics 34(2), 1963; Hollander and
/// Wolfe, Nonparametric Statistical Methods, 4.3. The interval is between two of the differences;
/// its confidence is the one reached, at least the one asked for up to max_exact_values and by the
/// normal approximation above. With ties it is conservative. For relative shifts give logarithms.
/// O(N) for each of 64 steps, and O(N³) once for the exact confidence.
/// Throws Error{bad_input} as summary.hpp and require_confidence.
[[nodiscard]] Shift find_shift(std::span<const double> base,
                               std::span<const double> candidate,
                               double confidence = 0.95);

} // namespace cb::stats
