#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace cb::stats {

/// A confidence interval of a population figure, including both ends.
struct Interval {
    double low;
    double high;
    /// how often such an interval covers the figure: the level achieved, not requested
    double confidence;
    friend bool operator==(const Interval&, const Interval&) = default;
};

/// Throws Error{bad_input} unless 0 < confidence < 1.
void require_confidence(double confidence);

/// The narrowest pair of order statistics, the r-th smallest and the r-th largest of `n`, that
/// covers the median with at least this confidence for any distribution.
struct MedianRank {
    std::size_t rank; ///< r, counted from 1
    double confidence;
};

/// The median lies outside if fewer than r of n values are below it, or above it. That number is
/// binomial with p = 1/2, so confidence = 1 - 2 P(Bin(n, 1/2) < r), summed exactly for any n. See
/// Conover, Practical Nonparametric Statistics (3rd edition, 3.2), and David and Nagaraja, Order
/// Statistics (3rd edition, 7.1); benchstat does the same. Nullopt if n is too small: below 6 for
/// 0.95, below 8 for 0.99. O(n). Throws as require_confidence does.
[[nodiscard]] std::optional<MedianRank> median_rank(std::size_t n, double confidence);

/// The interval between the order statistics of that rank. O(n log n). Nullopt for an empty sample;
/// otherwise throws Error{bad_input} as in summary.hpp.
[[nodiscard]] std::optional<Interval> median_interval(std::span<const double> sample,
                                                      double confidence);

/// Half of the interval's width, relative to the sample's median: 0.01 is "to 1 %". Infinite for a
/// median of 0, unless the interval has no width. Throws as in summary.hpp.
[[nodiscard]] double relative_half_width(const Interval& interval, std::span<const double> sample);

/// The same for median_interval(sample, confidence); nullopt if there is no such interval. Valid
/// only if the number of values was fixed in advance. To check after every value, use
/// MedianSequence.
[[nodiscard]] std::optional<double> relative_half_width(std::span<const double> sample,
                                                        double confidence);

} // namespace cb::stats
