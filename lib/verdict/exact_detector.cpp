#include "verdict/exact_detector.hpp"

#include "stats/summary.hpp"
#include "verdict/patience.hpp"

#include <algorithm>
#include <cmath>

namespace cb::verdict {

namespace {

Step make_step(std::size_t previous_commit, double before, std::size_t commit, double after)
{
    Step step{.commit = commit,
              .previous_commit = previous_commit,
              .before = before,
              .after = after,
              .change = std::nullopt,
              .interval = std::nullopt,
              .p_value = 0,
              .state = State::confirmed,
              .raised_at = commit};
    if (before != 0) {
        step.change = (after - before) / std::abs(before);
        step.interval = {*step.change, *step.change, 1};
    }
    return step;
}

} // namespace

std::span<const std::size_t> ExactDetector::add(std::span<const double> values)
{
    news_.clear();
    if (!values.empty()) {
        readings_.push_back({commits_, stats::median(values)});
        const auto n = readings_.size();
        if (n > 1 && readings_[n - 1].value != readings_[n - 2].value) {
            compare(readings_[n - 2], readings_[n - 1]);
        }
    }
    ++commits_;
    return news_;
}

void ExactDetector::say(std::size_t step, State state)
{
    steps_[step].state = state;
    news_.push_back(step);
}

/// How often the newest values switch between two values.
std::size_t ExactDetector::count_switches(double a, double b) const
{
    std::size_t count = 0;
    const auto n = readings_.size();
    for (auto i = n > mode_window ? n - mode_window + 1 : 1; i < n; ++i) {
        const double from = readings_[i - 1].value;
        const double to = readings_[i].value;
        count += (from == a && to == b) || (from == b && to == a) ? 1U : 0U;
    }
    return count;
}

void ExactDetector::compare(const Reading& previous, const Reading& now)
{
    const auto is_pair = [&](const Step& step) {
        return (step.before == previous.value && step.after == now.value) ||
               (step.before == now.value && step.after == previous.value);
    };
    const bool two_modes = count_switches(previous.value, now.value) >= min_switches;
    for (auto i = steps_.size(); i > 0; --i) {
        const auto& step = steps_[i - 1];
        if (!is_pair(step)) {
            continue;
        }
        if (two_modes) {
            if (step.state != State::bimodal) {
                say(i - 1, State::bimodal);
            }
            return;
        }
        if (is_open(step.state) && step.after == previous.value &&
            now.commit - step.commit <= undone_within) {
            say(i - 1, State::went_away);
            return;
        }
    }
    steps_.push_back(make_step(previous.commit, previous.value, now.commit, now.value));
    news_.push_back(steps_.size() - 1);
}

} // namespace cb::verdict
