#include "stats/ratio.hpp"

#include "base/error.hpp"
#include "stats/random.hpp"
#include "stats/summary.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace cb::stats {

namespace {

constexpr int resamples = 2000;
constexpr double floor_quantile = 0.95;
constexpr std::size_t least_values = 4;

using Values = std::vector<double>;

Values sorted_positive(std::span<const double> sample)
{
    auto values = sorted(sample);
    if (values.front() <= 0) {
        throw Error{Errc::bad_input, "a ratio is asked for of a value that is not positive"};
    }
    return values;
}

double log_ratio_of_medians(std::span<const double> base, std::span<const double> candidate)
{
    return std::log(median(candidate) / median(base));
}

/// The median of `draws` values, drawn with replacement. \pre `values` ascend
double resampled_median(const Values& values, std::size_t draws, Random& random)
{
    std::vector<std::uint32_t> times(values.size()); // that each value was drawn
    for (std::size_t i = 0; i < draws; ++i) {
        ++times[random.below(static_cast<std::uint32_t>(times.size()))];
    }
    std::size_t at = 0;
    std::size_t passed = times[0];
    const auto order_statistic = [&](std::size_t index) {
        while (passed <= index) {
            passed += times[++at];
        }
        return values[at];
    };
    const double lower = order_statistic((draws - 1) / 2);
    return std::midpoint(lower, order_statistic(draws / 2));
}

Interval bootstrap(const Values& base, const Values& candidate, double confidence, Random& random)
{
    Values log_ratios;
    log_ratios.reserve(resamples);
    for (int i = 0; i < resamples; ++i) {
        const double base_median = resampled_median(base, base.size(), random);
        const double median = resampled_median(candidate, candidate.size(), random);
        log_ratios.push_back(std::log(median / base_median));
    }
    const double tail = (1 - confidence) / 2;
    return {quantile(log_ratios, tail), quantile(log_ratios, 1 - tail), confidence};
}

/// The quantile of what A against A and B against B show, half of the times each.
double noise_floor(const Values& base, const Values& candidate, Random& random)
{
    Values distances;
    distances.reserve(resamples);
    for (int i = 0; i < resamples; ++i) {
        const auto& values = i % 2 == 0 ? base : candidate;
        const double first = resampled_median(values, base.size(), random);
        const double second = resampled_median(values, candidate.size(), random);
        distances.push_back(std::abs(std::log(second / first)));
    }
    return quantile(distances, floor_quantile);
}

Ratio::Verdict verdict_of(double log_ratio, const Interval& interval, double floor)
{
    if (std::abs(log_ratio) > floor) {
        if (interval.low > 0) {
            return Ratio::Verdict::slower;
        }
        if (interval.high < 0) {
            return Ratio::Verdict::faster;
        }
    }
    return Ratio::Verdict::no_difference;
}

} // namespace

Ratio compare(std::span<const double> base,
              std::span<const double> candidate,
              std::uint64_t seed,
              double confidence)
{
    require_confidence(confidence);
    const auto a = sorted_positive(base);
    const auto b = sorted_positive(candidate);
    const double log_ratio = log_ratio_of_medians(a, b);
    if (a.size() < least_values || b.size() < least_values) {
        return {log_ratio, std::nullopt, std::nullopt, Ratio::Verdict::too_few};
    }
    Random random{seed};
    const auto interval = bootstrap(a, b, confidence, random);
    const double floor = noise_floor(a, b, random);
    return {log_ratio, interval, floor, verdict_of(log_ratio, interval, floor)};
}

} // namespace cb::stats
