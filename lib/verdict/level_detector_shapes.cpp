// Shapes of a history other than a step: two modes, a drift; and the description of a step.

#include "stats/distribution.hpp"
#include "verdict/level_detector.hpp"
#include "verdict/patience.hpp"

#include <algorithm>
#include <cmath>

namespace cb::verdict {

namespace {

/// The number of values of the outermost levels compared with a straight line.
constexpr std::size_t line_window = 100;

} // namespace

bool LevelDetector::is_mode(double level) const
{
    const double gap = modes_->high - modes_->low;
    return is_same_level(level, modes_->low, gap) || is_same_level(level, modes_->high, gap);
}

bool LevelDetector::is_between_modes(std::size_t k) const
{
    return modes_ && is_mode(segments_[k].level) && is_mode(segments_[k - 1].level);
}

/// How the newest values switch between these levels. Ignores the correlation of neighbours,
/// because two modes cause it.
Switches LevelDetector::find_recent_switches(double low, double high) const
{
    constexpr double switch_evidence = 14;
    const double variance = fit_.noise().neighbour_variance();
    if (variance == 0) {
        return {};
    }
    const auto n = fit_.size();
    const auto begin = n > mode_window ? n - mode_window : 0;
    const double price = fit_.price(switch_evidence) / fit_.noise().inflation();
    return find_switches(fit_.points(begin, n), low, high, 1 / variance, price);
}

bool LevelDetector::have_settled(const Switches& switches) const
{
    return verdict::have_settled(switches.count,
                                 switches.last - switches.first,
                                 std::min(fit_.size(), mode_window) - switches.last);
}

/// Whether the newest values switch between these levels.
bool LevelDetector::find_modes(double a, double b)
{
    const auto [low, high] = std::minmax(a, b);
    const auto switches = find_recent_switches(low, high);
    if (switches.count < min_switches || have_settled(switches)) {
        return false;
    }
    modes_ = {low, high};
    return true;
}

/// Forgets modes that turn out to be none, and reports their last switch again.
void LevelDetector::leave_modes()
{
    const auto switches = find_recent_switches(modes_->low, modes_->high);
    if (switches.count >= min_switches && have_settled(switches)) {
        modes_.reset();
        judge();
    }
}

/// A reported step, even one that went away, may be the first visit to a second mode.
void LevelDetector::look_for_modes()
{
    constexpr std::size_t max_looked_at = 3;
    if (modes_) {
        leave_modes();
    }
    std::size_t looked_at = 0;
    for (auto i = steps_.size(); i > 0 && looked_at < max_looked_at; --i) {
        const auto& track = tracks_[i - 1];
        const auto state = steps_[i - 1].state;
        const bool is_candidate = is_open(state) || state == State::went_away;
        if (!is_candidate || track.start + mode_window < fit_.size() ||
            (modes_ && is_mode(track.before) && is_mode(track.after))) {
            continue;
        }
        ++looked_at;
        if (find_modes(track.before, track.after)) {
            if (!recognize_modes()) {
                say(i - 1, State::bimodal);
            }
            return;
        }
    }
}

/// Marks the first step between the modes as bimodal and closes the others. Returns whether there
/// is such a step.
bool LevelDetector::recognize_modes()
{
    bool said = false;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        const auto& track = tracks_[i];
        if (is_open(steps_[i].state) && track.start + mode_window > fit_.size() &&
            is_mode(track.before) && is_mode(track.after)) {
            say(i, said ? State::went_away : State::bimodal);
            said = true;
        }
    }
    return said;
}

/// Whether a straight line explains boundary k, and the preceding ones in the same direction,
/// better than levels do.
bool LevelDetector::is_drift(std::size_t k, std::size_t min_after) const
{
    constexpr std::size_t min_before = 12;
    constexpr double min_gain = 3;
    auto first = k;
    while (first > 1 && is_up(first - 1) == is_up(k)) {
        --first;
    }
    std::vector<Stretch> stretches;
    for (auto i = first - 1; i <= k; ++i) {
        auto [begin, end, level] = segments_[i];
        if (i == first - 1) {
            begin = std::max(begin, end > line_window ? end - line_window : 0);
        } else if (i == k) {
            end = std::min(end, begin + line_window);
        }
        stretches.push_back({fit_.points(begin, end), level});
    }
    if (stretches.front().points.size() < min_before ||
        stretches.back().points.size() < min_after) {
        return false;
    }
    const double saved = static_cast<double>(stretches.size() - 2) * fit_.penalty();
    return gain_of_line(stretches) + saved > min_gain * fit_.noise().inflation();
}

bool LevelDetector::continues_drift(std::size_t k) const
{
    constexpr std::size_t remembered_for = 160;
    return drift_ && drift_->seen + remembered_for > fit_.size() && is_same_way(k, drift_->step);
}

void LevelDetector::describe(std::size_t step, std::size_t k, const Split& found)
{
    constexpr double confidence = 0.95;
    const auto at = segments_[k].begin;
    tracks_[step] = {at, found.before, found.after};
    auto& said = steps_[step];
    said.commit = commit_of_[at];
    said.previous_commit = commit_of_[at - 1];
    said.before = fit_.to_value(found.before);
    said.after = fit_.to_value(found.after);
    said.p_value = std::exp(-fit_.evidence(found.gain) / 2);
    if (said.before == 0) {
        said.change = std::nullopt;
        said.interval = std::nullopt;
        return;
    }
    const double shift = found.after - found.before;
    const double reach = stats::student_quantile((1 + confidence) / 2, fit_.noise().freedom()) *
                         std::sqrt(found.variance * fit_.noise().inflation());
    const auto relative = [&](double moved) {
        return fit_.is_logarithmic() ? std::expm1(moved) : moved / std::abs(said.before);
    };
    said.change = relative(shift);
    said.interval = {relative(shift - reach), relative(shift + reach), confidence};
}

} // namespace cb::verdict
