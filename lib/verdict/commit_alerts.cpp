#include "verdict/commit_alerts.hpp"

#include "stats/false_discovery.hpp"
#include "stats/summary.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace cb::verdict {

namespace {

constexpr std::size_t min_series = 5; // that may share a machine effect

bool is_up(const SeriesStep& each)
{
    return each.step.after > each.step.before;
}

/// Most certain first; deterministic for the same steps.
bool is_surer(const SeriesStep& a, const SeriesStep& b)
{
    if (a.step.p_value != b.step.p_value) {
        return a.step.p_value < b.step.p_value;
    }
    return a.step.commit != b.step.commit ? a.step.commit < b.step.commit : a.series < b.series;
}

/// Alerts with at most one step per series.
std::vector<CommitAlert> gather(const std::vector<SeriesStep>& surest_first)
{
    std::vector<CommitAlert> alerts;
    for (const auto& each : surest_first) {
        const auto takes = [&](const CommitAlert& alert) {
            return is_near(alert.commit, each.step.commit) &&
                   std::none_of(alert.steps.begin(), alert.steps.end(), [&](const auto& other) {
                       return other.series == each.series;
                   });
        };
        const auto found = std::find_if(alerts.begin(), alerts.end(), takes);
        if (found != alerts.end()) {
            found->steps.push_back(each);
        } else {
            alerts.push_back({each.step.commit, CommitAlert::Cause::commit, {each}});
        }
    }
    return alerts;
}

void keep_discoveries(CommitAlert& alert, std::size_t series)
{
    constexpr double false_discovery_rate = 0.05;
    std::vector<double> p_values;
    for (const auto& each : alert.steps) {
        p_values.push_back(each.step.p_value);
    }
    const auto adjusted = stats::adjust_for_discovery(p_values, series);
    const auto first_dropped = std::find_if(
        adjusted.begin(), adjusted.end(), [](double p) { return p > false_discovery_rate; });
    alert.steps.resize(static_cast<std::size_t>(first_dropped - adjusted.begin()));
}

CommitAlert::Cause cause_of(const CommitAlert& alert, std::size_t series)
{
    const auto up =
        static_cast<std::size_t>(std::count_if(alert.steps.begin(), alert.steps.end(), is_up));
    const auto together = std::max(up, alert.steps.size() - up);
    return together >= min_series && 2 * together >= series ? CommitAlert::Cause::machine
                                                            : CommitAlert::Cause::commit;
}

} // namespace

Meaning meaning_of(const Step& step, Direction direction) noexcept
{
    if (direction == Direction::unknown) {
        return Meaning::change;
    }
    return (step.after > step.before) == (direction == Direction::lower) ? Meaning::regression
                                                                         : Meaning::improvement;
}

std::vector<CommitAlert> group_by_commit(std::span<const SeriesStep> steps, std::size_t series)
{
    std::vector<SeriesStep> open;
    std::copy_if(steps.begin(), steps.end(), std::back_inserter(open), [](const auto& each) {
        return is_open(each.step.state);
    });
    std::sort(open.begin(), open.end(), is_surer);
    auto alerts = gather(open);
    for (auto& alert : alerts) {
        keep_discoveries(alert, series);
        alert.cause = cause_of(alert, series);
    }
    std::erase_if(alerts, [](const CommitAlert& alert) { return alert.steps.empty(); });
    std::sort(alerts.begin(), alerts.end(), [](const auto& a, const auto& b) {
        return a.commit < b.commit;
    });
    return alerts;
}

std::optional<JobShift> find_job_shift(std::span<const Residual> series)
{
    constexpr double standard_errors = 4;
    constexpr double of_median = 1.2533; // sqrt(pi / 2)
    constexpr double min_deviations = 0.5;
    constexpr double min_share = 0.75;
    if (series.size() < min_series) {
        return std::nullopt;
    }
    std::vector<double> moved;
    std::vector<double> relative;
    for (const auto& each : series) {
        moved.push_back(each.moved);
        relative.push_back(each.moved / each.deviation);
    }
    const double middle = stats::median(relative);
    const auto n = static_cast<double>(series.size());
    const auto same_way =
        static_cast<double>(std::count_if(relative.begin(), relative.end(), [&](double r) {
            return (r > 0) == (middle > 0) && r != 0;
        }));
    const double least = std::max(standard_errors * of_median / std::sqrt(n), min_deviations);
    if (std::abs(middle) <= least || same_way < min_share * n) {
        return std::nullopt;
    }
    return JobShift{stats::median(moved), same_way / n};
}

} // namespace cb::verdict
