#pragma once

#include <span>

namespace cb::stats {

/// The unbiased estimate, in the square of the sample's unit; 0 for a single value. O(n). Throws
/// Error{bad_input} as in summary.hpp.
[[nodiscard]] double variance(std::span<const double> sample);

/// Whether each value of one sample is beyond all values of the other. O(n).
[[nodiscard]] bool are_separate(std::span<const double> a, std::span<const double> b);

/// The two-sided p-value of Welch's test, "The Generalization of 'Student's' Problem when Several
/// Different Population Variances are Involved", Biometrika 34, 1947, for means of normal samples
/// with any variances: as t.test of R and ttest_ind(equal_var=False) of SciPy. If neither sample
/// varies, 1 for equal means and otherwise 0. O(n). Throws Error{bad_input} as in summary.hpp, and
/// if a sample has fewer than 2 values.
[[nodiscard]] double welch_test(std::span<const double> base, std::span<const double> candidate);

/// The two-sided p-value of the rank test (rank_test.hpp), or Welch's if that is smaller and the
/// samples are separate.
///
/// The order of few values cannot be very unlikely, however far apart they are: 4 and 4 have a p of
/// 0.029 at best, which no correction for many series survives. Where the order is the most extreme
/// one, the distance decides instead. An error of the rank test's own probability remains
/// impossible to exceed: without ties, samples of any one distribution are separate with exactly
/// that probability. Below it, p is as good as the normal distribution describes the tails.
/// As rank_test(), and throws as welch_test().
[[nodiscard]] double separation_test(std::span<const double> base,
                                     std::span<const double> candidate);

} // namespace cb::stats
