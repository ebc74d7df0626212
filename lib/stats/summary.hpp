#pragma once

#include <span>
#include <vector>

/// Statistics of samples: pure functions with the same result on every platform.
///
/// A sample is one or more finite numbers in any order. Each function here throws Error{bad_input}
/// if the sample is empty or contains a NaN or an infinity.
namespace cb::stats {

/// The sample in ascending order. O(n log n).
[[nodiscard]] std::vector<double> sorted(std::span<const double> sample);

/// The middle value, or the mean of the two middle values. O(n).
[[nodiscard]] double median(std::span<const double> sample);

/// The value below which the fraction `p` of the sample lies, interpolated linearly between order
/// statistics: definition 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages" (The
/// American Statistician 50(4), 1996), the default of R and NumPy. O(n log n). Throws
/// Error{bad_input} unless 0 <= p <= 1.
[[nodiscard]] double quantile(std::span<const double> sample, double p);

/// The median of the distances to the median, in the unit of the sample and not scaled. For normal
/// samples, the standard deviation is 1.4826 times this. O(n).
[[nodiscard]] double median_absolute_deviation(std::span<const double> sample);

} // namespace cb::stats
