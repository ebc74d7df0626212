#include "stats/summary.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cb::stats {

namespace {

void require_sample(std::span<const double> sample)
{
    if (sample.empty()) {
        throw Error{Errc::bad_input, "a sample has no values"};
    }
    if (!std::all_of(sample.begin(), sample.end(), [](double x) { return std::isfinite(x); })) {
        throw Error{Errc::bad_input, "a sample has a value that is not a finite number"};
    }
}

/// \pre not empty, all finite. Reorders the values.
double median_of(std::span<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return values.size() % 2 == 1
               ? *middle
               : std::midpoint(*std::max_element(values.begin(), middle), *middle);
}

} // namespace

std::vector<double> sorted(std::span<const double> sample)
{
    require_sample(sample);
    std::vector<double> values{sample.begin(), sample.end()};
    std::sort(values.begin(), values.end());
    return values;
}

double median(std::span<const double> sample)
{
    require_sample(sample);
    std::vector<double> values{sample.begin(), sample.end()};
    return median_of(values);
}

double quantile(std::span<const double> sample, double p)
{
    if (!(p >= 0 && p <= 1)) {
        throw Error{Errc::bad_input, "a quantile is asked for that is not between 0 and 1"};
    }
    const auto values = sorted(sample);
    const double place = p * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const auto above = std::min(below + 1, values.size() - 1);
    return std::lerp(values[below], values[above], place - std::floor(place));
}

double median_absolute_deviation(std::span<const double> sample)
{
    const double middle = median(sample);
    std::vector<double> distances;
    distances.reserve(sample.size());
    for (const double value : sample) {
        distances.push_back(std::abs(value - middle));
    }
    return median_of(distances);
}

} // namespace cb::stats
