#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace cb::stats {

/// Where a figure of the population lies. Both ends belong to it.
struct Interval {
    double low;
    double high;
    double confidence; ///< how often such an interval holds the figure; what was reached, not asked
    friend bool operator==(const Interval&, const Interval&) = default;
};

/// Throws Error{bad_input} unless 0 < confidence < 1.
void require_confidence(double confidence);

/// The narrowest pair of order statistics, the r-th least and the r-th greatest of `n`, that holds
/// the median with at least this confidence, whatever the distribution.
struct MedianRank {
    std::size_t rank; ///< r, counted from 1
    double confidence;
};

/// The median lies outside when fewer than r of n values are below it, or above it, and that number
/// is binomial with p = 1/2: confidence = 1 - 2 P(Bin(n, 1/2) < r), summed exactly, for any n. As
/// in Conover, Practical Nonparametric Statistics (3rd edition, 3.2), and David and Nagaraja, Order
/// Statistics (3rd edition, 7.1); benchstat does the same. None when n is too small: below 6 for
/// 0.95, below 8 for 0.99. O(n). Throws as require_confidence.
[[nodiscard]] std::optional<MedianRank> median_rank(std::size_t n, double confidence);

/// The interval between the order statistics of that rank. O(n log n).
/// Throws Error{bad_input} as summary.hpp, except that an empty sample has no interval.
[[nodiscard]] std::optional<Interval> median_interval(std::span<const double> sample,
                                                      double confidence);

/// The part of the interval's width on one side, relative to the sample's median: 0.01 is "to
/// 1 %". Infinite for a median of 0, unless the interval has no width. Throws as summary.hpp.
[[nodiscard]] double relative_half_width(const Interval& interval, std::span<const double> sample);

/// The same of median_interval(sample, confidence), and none where that has none. It holds for a
/// number of values that was fixed beforehand. To look after every value, see MedianSequence.
[[nodiscard]] std::optional<double> relative_half_width(std::span<const double> sample,
                                                        double confidence);

} // namespace cb::stats
