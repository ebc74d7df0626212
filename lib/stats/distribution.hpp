#pragma once

/// Distributions that tests and intervals need.
namespace cb::stats {

/// P(Z <= z) of the standard normal distribution.
[[nodiscard]] double normal_cdf(double z) noexcept;

/// The z with normal_cdf(z) = p. Throws Error{bad_input} unless 0 < p < 1.
[[nodiscard]] double normal_quantile(double p);

/// P(T <= t) of Student's distribution, by the continued fraction of the incomplete beta function
/// (DLMF 8.17.22). Throws Error{bad_input} unless freedom > 0.
[[nodiscard]] double student_cdf(double t, double freedom);

/// The t with student_cdf(t, freedom) = p. Throws Error{bad_input} unless 0 < p < 1 and
/// freedom > 0.
[[nodiscard]] double student_quantile(double p, double freedom);

} // namespace cb::stats
