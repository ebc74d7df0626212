#include "verdict/comparison_evidence.hpp"

#include "stats/detectable_change.hpp"
#include "stats/distribution.hpp"
#include "stats/separation_test.hpp"
#include "stats/summary.hpp"
#include "verdict/movement.hpp"
#include "verdict/noise.hpp"

#include <algorithm>
#include <cmath>

namespace cb::verdict {

namespace {

constexpr std::size_t min_side_values = 4;
constexpr std::size_t min_history = 8;
constexpr double significance = 0.05;
constexpr double power = 0.9;
/// The variance of a median relative to that of a mean: pi / 2.
constexpr double median_inflation = 1.5708;

using Values = std::vector<double>;

/// Both sides of a series as values of one kind.
struct Sides {
    Values base, candidate;
    Basis basis; ///< jobs or samples
    std::size_t base_jobs, candidate_jobs;
};

enum class Scale { logarithmic, linear };

Values medians_of(const std::vector<JobValues>& jobs)
{
    Values medians;
    for (const auto& job : jobs) {
        medians.push_back(stats::median(job.values));
    }
    return medians;
}

Sides sides_of(const SeriesPair& pair)
{
    const bool are_samples = pair.base.size() == 1 && pair.candidate.size() == 1;
    return {are_samples ? pair.base.front().values : medians_of(pair.base),
            are_samples ? pair.candidate.front().values : medians_of(pair.candidate),
            are_samples ? Basis::samples : Basis::jobs,
            pair.base.size(),
            pair.candidate.size()};
}

template <typename Test> bool all_values(const std::vector<JobValues>& jobs, Test test)
{
    return std::all_of(jobs.begin(), jobs.end(), [&test](const JobValues& job) {
        return std::all_of(job.values.begin(), job.values.end(), test);
    });
}

bool is_constant(const std::vector<JobValues>& jobs)
{
    const double first = jobs.front().values.front();
    return all_values(jobs, [first](double value) { return value == first; });
}

Scale scale_of(const SeriesPair& pair)
{
    const auto is_positive = [](double value) { return value > 0; };
    const bool all =
        all_values(pair.base, is_positive) && all_values(pair.candidate, is_positive) &&
        std::all_of(pair.history.begin(), pair.history.end(), [](const EarlierMedian& one) {
            return one.value > 0;
        });
    return all ? Scale::logarithmic : Scale::linear;
}

Values scaled(Values values, Scale scale)
{
    if (scale == Scale::logarithmic) {
        std::transform(
            values.begin(), values.end(), values.begin(), [](double v) { return std::log(v); });
    }
    return values;
}

Level level_of(const Values& values)
{
    Level level{.median = stats::median(values), .spread = {}, .n = values.size()};
    const auto spread = stats::relative_half_width(values, 1 - significance);
    if (spread && std::isfinite(*spread)) {
        level.spread = spread;
    }
    return level;
}

/// Converts a difference on the scale to a change relative to the base's median; nullopt if that is
/// 0 or the result is not finite.
std::optional<double> relative(double difference, Scale scale, double base)
{
    const double change =
        scale == Scale::logarithmic ? std::expm1(difference) : difference / std::abs(base);
    return std::isfinite(change) ? std::optional{change} : std::nullopt;
}

void set_change(Tested& tested,
                Scale scale,
                double difference,
                const std::optional<stats::Interval>& interval,
                const std::optional<double>& visible)
{
    auto& row = tested.row;
    const double base = row.base->median;
    tested.difference = difference;
    row.change = relative(difference, scale, base);
    if (interval) {
        const auto low = relative(interval->low, scale, base);
        const auto high = relative(interval->high, scale, base);
        if (low && high) {
            row.interval = stats::Interval{*low, *high, interval->confidence};
        }
    }
    row.visible = visible ? relative(*visible, scale, base) : std::nullopt;
}

/// 2 / C(a + b, a): the two-sided p-value of the most extreme order.
double min_p(std::size_t a, std::size_t b)
{
    const auto log_factorial = [](std::size_t n) {
        return std::lgamma(static_cast<double>(n) + 1);
    };
    return std::min(1.0, 2 * std::exp(log_factorial(a) + log_factorial(b) - log_factorial(a + b)));
}

void test_ranks(Tested& tested, const Sides& sides, Scale scale)
{
    const auto base = scaled(sides.base, scale);
    const auto candidate = scaled(sides.candidate, scale);
    tested.row.basis = sides.basis;
    tested.row.p_value = stats::separation_test(base, candidate);
    tested.min_p = min_p(base.size(), candidate.size());
    tested.is_most_extreme = stats::are_separate(base, candidate);
    const auto shift = stats::find_shift(base, candidate, 1 - significance);
    const auto freedom = [](const Values& v) { return static_cast<double>(v.size() - 1); };
    const double pooled =
        (freedom(base) * stats::variance(base) + freedom(candidate) * stats::variance(candidate)) /
        (freedom(base) + freedom(candidate));
    set_change(tested,
               scale,
               shift.estimate,
               shift.interval,
               stats::find_detectable_change(std::sqrt(pooled), base.size(), candidate.size()));
}

/// The standard error of the difference of the medians as the samples of the jobs show it; 0 if
/// there are no samples.
double sample_variance(const Sides& sides, Scale scale)
{
    if (sides.basis != Basis::samples) {
        return 0;
    }
    const auto of_median = [scale](const Values& values) {
        return median_inflation * stats::variance(scaled(values, scale)) /
               static_cast<double>(values.size());
    };
    return of_median(sides.base) + of_median(sides.candidate);
}

void test_by_history(Tested& tested, const SeriesPair& pair, const Sides& sides, Scale scale)
{
    Noise noise;
    for (const auto& one : pair.history) {
        noise.add(scale == Scale::logarithmic ? std::log(one.value) : one.value);
    }
    const double of_jobs =
        noise.neighbour_variance() *
        (1 / static_cast<double>(sides.base_jobs) + 1 / static_cast<double>(sides.candidate_jobs));
    const double error = std::sqrt(std::max(of_jobs, sample_variance(sides, scale)));
    const double difference =
        stats::median(scaled(sides.candidate, scale)) - stats::median(scaled(sides.base, scale));
    const double freedom = std::max(1.0, noise.freedom());
    const double quantile = stats::student_quantile(1 - significance / 2, freedom);
    tested.row.basis = Basis::history;
    if (error > 0) {
        tested.row.p_value =
            std::min(1.0, 2 * stats::student_cdf(-std::abs(difference) / error, freedom));
    } else {
        tested.row.p_value = difference == 0 ? 1 : 0;
    }
    set_change(tested,
               scale,
               difference,
               stats::Interval{
                   difference - quantile * error, difference + quantile * error, 1 - significance},
               (quantile + stats::student_quantile(power, freedom)) * error);
}

/// Whether the metric must not move, and indeed did not within each side.
bool is_exact(const SeriesPair& pair)
{
    const auto& name = pair.name;
    return movement_of(name.metric, name.unit, name.direction) == Movement::exact &&
           is_constant(pair.base) && is_constant(pair.candidate);
}

/// Sets the finding if the pair cannot be compared at all.
bool is_comparable(Tested& tested, const SeriesPair& pair)
{
    const auto is_finite = [](double value) { return std::isfinite(value); };
    auto& row = tested.row;
    if (pair.base.empty() || pair.candidate.empty()) {
        row.finding = pair.base.empty() ? Finding::appeared : Finding::vanished;
        return false;
    }
    if (!all_values(pair.base, is_finite) || !all_values(pair.candidate, is_finite)) {
        row.finding = Finding::not_a_number;
        return false;
    }
    if (pair.other_unit) {
        row.finding = Finding::units_differ;
        row.other_unit = pair.other_unit;
        return false;
    }
    return true;
}

} // namespace

Tested test_pair(const SeriesPair& pair)
{
    Tested tested;
    tested.row.name = pair.name;
    if (!is_comparable(tested, pair)) {
        return tested;
    }
    const auto sides = sides_of(pair);
    const auto scale = scale_of(pair);
    tested.row.base = level_of(sides.base);
    tested.row.candidate = level_of(sides.candidate);
    const bool are_enough =
        sides.base.size() >= min_side_values && sides.candidate.size() >= min_side_values;
    if (is_exact(pair)) {
        tested.row.basis = Basis::exact;
        set_change(tested, Scale::linear, sides.candidate.front() - sides.base.front(), {}, {});
    } else if (are_enough && sides.basis == Basis::jobs) {
        test_ranks(tested, sides, scale);
    } else if (pair.history.size() >= min_history) {
        test_by_history(tested, pair, sides, scale);
    } else if (are_enough) {
        test_ranks(tested, sides, scale);
    } else {
        set_change(tested,
                   scale,
                   stats::median(scaled(sides.candidate, scale)) -
                       stats::median(scaled(sides.base, scale)),
                   {},
                   {});
        tested.row.finding = Finding::too_few;
        tested.row.needed = stats::Needed{min_side_values, min_side_values};
    }
    return tested;
}

} // namespace cb::verdict
