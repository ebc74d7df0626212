#pragma once

#include "stats/interval.hpp"

#include <optional>
#include <span>

namespace cb::stats {

struct GeometricMean {
    double mean;
    std::optional<Interval> interval; ///< absent for a single value
};

/// exp(mean of the logarithms), with Student's interval of that mean. Of ratios of several
/// benchmarks it says what they do together; the interval is for more benchmarks of their kind.
/// O(n). Throws Error{bad_input} as summary.hpp and require_confidence, and for a value that is not
/// positive.
[[nodiscard]] GeometricMean geometric_mean(std::span<const double> sample,
                                           double confidence = 0.95);

} // namespace cb::stats
