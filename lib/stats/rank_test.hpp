#pragma once

#include "stats/interval.hpp"

#include <cstddef>
#include <optional>
#include <span>

/// Rank tests and intervals for two samples, which use only the order of the values. They assume
/// independent values. The samples of one job are not independent: with several jobs, pass the
/// medians of the jobs.
namespace cb::stats {

/// How many values each side needs for any claim.
struct Needed {
    std::size_t base;
    std::size_t candidate;
    friend bool operator==(const Needed&, const Needed&) = default;
};

/// The smallest equal sizes at which the most extreme order of two samples has a two-sided p = 2 /
/// C(2n, n) of at most `significance`: 4 and 4 for 0.05, 5 and 5 for 0.01. Throws Error{bad_input}
/// unless 0 < significance < 1.
[[nodiscard]] Needed needed_for_claim(double significance);

struct RankTest {
    enum class Method { exact, normal };

    double u; ///< pairs in which the candidate is greater; ties count one half
    double p_value;
    Method method;
};

/// The distribution is exact for up to this many values in both samples together.
inline constexpr std::size_t max_exact_values = 50;

/// The two-sided test of Mann and Whitney, "On a Test of Whether one of Two Random Variables is
/// Stochastically Larger than the Other", Annals of Mathematical Statistics 18(1), 1947.
///
/// Exact up to max_exact_values, even with ties: the probability that a random assignment of the
/// midranks is at least as far from the expected U (as in R's coin and SciPy's permutation_test;
/// without ties, the same as wilcox.test and mannwhitneyu). For more values, the normal
/// approximation with corrections for ties and continuity (wilcox.test(exact = FALSE),
/// mannwhitneyu("asymptotic")). For N values, O(N³) if exact, else O(N log N). Throws
/// Error{bad_input} as in summary.hpp.
[[nodiscard]] RankTest rank_test(std::span<const double> base, std::span<const double> candidate);

/// How far the candidate is shifted from the base.
struct Shift {
    double estimate; ///< median of all differences candidate - base, in the unit of the samples
    /// Nullopt if the samples are too small for the confidence.
    std::optional<Interval> interval;
};

/// Hodges and Lehmann's estimate with the interval that matches rank_test: "Estimates of Location
/// Based on Rank Tests", Annals of Mathematical Statistics 34(2), 1963; Hollander and Wolfe,
/// Nonparametric Statistical Methods, 4.3. Both ends of the interval are differences of two values.
/// Its confidence is the one achieved: at least the requested one up to max_exact_values, and that
/// of the normal approximation above. With ties it is conservative. For relative shifts, pass
/// logarithms. 64 steps of O(N), and O(N³) once for the exact confidence. Throws Error{bad_input}
/// as in summary.hpp and require_confidence.
[[nodiscard]] Shift find_shift(std::span<const double> base,
                               std::span<const double> candidate,
                               double confidence = 0.95);

} // namespace cb::stats
