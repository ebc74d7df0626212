#pragma once

#include "stats/interval.hpp"

#include <optional>
#include <span>

namespace cb::stats {

struct GeometricMean {
    double mean;
    std::optional<Interval> interval; ///< nullopt for a single value
};

/// exp(mean of the logarithms), with Student's interval of that mean. For ratios of several
/// benchmarks, it is their common change; the interval extends to further benchmarks of the same
/// kind. O(n). Throws Error{bad_input} as in summary.hpp and require_confidence, and for a value
/// that is not positive.
[[nodiscard]] GeometricMean geometric_mean(std::span<const double> sample,
                                           double confidence = 0.95);

} // namespace cb::stats
