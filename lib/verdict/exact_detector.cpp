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

bool is_between(const Step& step, double a, double b)
{
    return (step.before == a && step.after == b) || (step.before == b && step.after == a);
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
        } else {
            settle();
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

/// Those before a stay that settled them do not count.
ExactDetector::Switches ExactDetector::find_switches(double a, double b) const
{
    Switches found;
    const auto n = readings_.size();
    for (auto i = n > mode_window ? n - mode_window + 1 : 1; i < n; ++i) {
        const double from = readings_[i - 1].value;
        const double to = readings_[i].value;
        if (!((from == a && to == b) || (from == b && to == a))) {
            continue;
        }
        if (found.count >= min_switches &&
            have_settled(found.count, found.last - found.first, i - found.last)) {
            found.count = 0;
        }
        ++found.count;
        found.first = found.count == 1 ? i : found.first;
        found.last = i;
    }
    return found;
}

/// Whether the value before the step returned immediately.
bool ExactDetector::is_back(const Step& step) const
{
    const auto next = std::find_if(readings_.begin(), readings_.end(), [&](const Reading& reading) {
        return reading.commit > step.commit && reading.value != step.after;
    });
    return next != readings_.end() && next->value == step.before &&
           next->commit - step.commit <= undone_within;
}

/// If the values stopped to switch, says of each step that seemed to be a switch what it was, and
/// reports the last switch unless the steps say already what the value is.
void ExactDetector::settle()
{
    if (std::none_of(steps_.begin(), steps_.end(), [](const Step& step) {
            return step.state == State::bimodal;
        })) {
        return;
    }
    const auto n = readings_.size();
    const auto begin = n > mode_window ? n - mode_window : 0;
    auto last = n - 1;
    while (last > begin && readings_[last - 1].value == readings_[last].value) {
        --last;
    }
    if (last == begin) {
        return;
    }
    const auto before = readings_[last - 1];
    const auto after = readings_[last];
    const auto switches = find_switches(before.value, after.value);
    if (switches.count < min_switches || switches.last != last ||
        !have_settled(switches.count, switches.last - switches.first, n - last)) {
        return;
    }
    double known = readings_[switches.first - 1].value;
    bool was_bimodal = false;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        const auto& step = steps_[i];
        if (!is_between(step, before.value, after.value)) {
            continue;
        }
        if (step.state == State::bimodal) {
            was_bimodal = true;
            say(i, is_back(step) ? State::went_away : State::confirmed);
        }
        known = is_open(step.state) ? step.after : known;
    }
    if (was_bimodal && known != after.value) {
        steps_.push_back(make_step(before.commit, before.value, after.commit, after.value));
        steps_.back().raised_at = commits_;
        news_.push_back(steps_.size() - 1);
    }
}

void ExactDetector::compare(const Reading& previous, const Reading& now)
{
    const bool two_modes = find_switches(previous.value, now.value).count >= min_switches;
    for (auto i = steps_.size(); i > 0; --i) {
        const auto& step = steps_[i - 1];
        if (!is_between(step, previous.value, now.value)) {
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
