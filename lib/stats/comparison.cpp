#include "stats/comparison.hpp"

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
constexpr std::size_t min_values = 4;

using Values = std::vector<double>;

/// The change from one median to another.
double change_of(Difference::Scale scale, double base, double candidate)
{
    return scale == Difference::Scale::ratio ? std::log(candidate / base) : candidate - base;
}

/// The median of `draws` values, drawn with replacement. \pre `values` ascend
double resampled_median(const Values& values, std::size_t draws, Random& random)
{
    std::vector<std::uint32_t> times(values.size()); // how often each value was drawn
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

Interval bootstrap(Difference::Scale scale,
                   const Values& base,
                   const Values& candidate,
                   double confidence,
                   Random& random)
{
    Values changes;
    changes.reserve(resamples);
    for (int i = 0; i < resamples; ++i) {
        const double base_median = resampled_median(base, base.size(), random);
        const double median = resampled_median(candidate, candidate.size(), random);
        changes.push_back(change_of(scale, base_median, median));
    }
    const double tail = (1 - confidence) / 2;
    return {quantile(changes, tail), quantile(changes, 1 - tail), confidence};
}

/// The quantile of |change| for A against A and B against B, half of the draws each.
double
noise_floor(Difference::Scale scale, const Values& base, const Values& candidate, Random& random)
{
    Values distances;
    distances.reserve(resamples);
    for (int i = 0; i < resamples; ++i) {
        const auto& values = i % 2 == 0 ? base : candidate;
        const double first = resampled_median(values, base.size(), random);
        const double second = resampled_median(values, candidate.size(), random);
        distances.push_back(std::abs(change_of(scale, first, second)));
    }
    return quantile(distances, floor_quantile);
}

Difference::Verdict verdict_of(const Difference& found, Direction direction)
{
    const bool is_more = found.interval->low > 0;
    const bool is_less = found.interval->high < 0;
    if (std::abs(found.change) <= *found.noise_floor || (!is_more && !is_less)) {
        return Difference::Verdict::no_difference;
    }
    if (direction == Direction::unknown) {
        return Difference::Verdict::changed;
    }
    return is_more == (direction == Direction::lower) ? Difference::Verdict::slower
                                                      : Difference::Verdict::faster;
}

} // namespace

Difference compare(std::span<const double> base,
                   std::span<const double> candidate,
                   std::uint64_t seed,
                   Direction direction,
                   double confidence)
{
    require_confidence(confidence);
    const auto a = sorted(base);
    const auto b = sorted(candidate);
    Difference found;
    found.scale =
        a.front() > 0 && b.front() > 0 ? Difference::Scale::ratio : Difference::Scale::difference;
    found.change = change_of(found.scale, median(a), median(b));
    const auto needed = needed_for_claim(1 - confidence);
    found.needed = {std::max(needed.base, min_values), std::max(needed.candidate, min_values)};
    if (a.size() < found.needed.base || b.size() < found.needed.candidate) {
        return found;
    }
    Random random{seed};
    found.interval = bootstrap(found.scale, a, b, confidence, random);
    found.noise_floor = noise_floor(found.scale, a, b, random);
    found.verdict = verdict_of(found, direction);
    return found;
}

} // namespace cb::stats
