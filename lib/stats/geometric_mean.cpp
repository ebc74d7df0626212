#include "stats/geometric_mean.hpp"

#include "base/error.hpp"
#include "stats/distribution.hpp"
#include "stats/summary.hpp"

#include <cmath>

namespace cb::stats {

GeometricMean geometric_mean(std::span<const double> sample, double confidence)
{
    require_confidence(confidence);
    const auto values = sorted(sample); // makes the sums independent of the order
    if (values.front() <= 0) {
        throw Error{Errc::bad_input,
                    "a geometric mean is asked for of a value that is not positive"};
    }
    const auto n = static_cast<double>(values.size());
    double sum = 0;
    for (const double value : values) {
        sum += std::log(value);
    }
    const double middle = sum / n;
    if (values.size() == 1) {
        return {values.front(), std::nullopt};
    }
    double squares = 0;
    for (const double value : values) {
        squares += (std::log(value) - middle) * (std::log(value) - middle);
    }
    const double reach =
        student_quantile((1 + confidence) / 2, n - 1) * std::sqrt(squares / (n - 1) / n);
    return {std::exp(middle),
            Interval{std::exp(middle - reach), std::exp(middle + reach), confidence}};
}

} // namespace cb::stats
