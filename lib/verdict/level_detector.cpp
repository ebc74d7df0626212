#include "verdict/level_detector.hpp"

#include "stats/summary.hpp"
#include "verdict/patience.hpp"

#include <algorithm>
#include <cmath>

namespace cb::verdict {

namespace {

/// The number of values on either side used to classify a step.
constexpr std::size_t window = 100;
/// Older values are settled.
constexpr std::size_t horizon = 160;
/// Minimum values before a step, to exclude the start-up of a series.
constexpr std::size_t min_before = 8;
/// Values of the new level required for confirmation.
constexpr std::size_t min_after = 4;
/// Confirmation needs this multiple of the gain that raises a suspicion.
constexpr double confirming_gain = 1.8;
/// A suspicion not confirmed after this many values goes away.
constexpr std::size_t suspected_for = 24;

} // namespace

std::span<const std::size_t> LevelDetector::add(std::span<const double> values)
{
    constexpr std::size_t look_for_modes_every = 8;
    news_.clear();
    if (!values.empty()) {
        fit_.add(stats::median(values));
        commit_of_.push_back(commits_);
        if (fit_.size() > min_before && is_due()) {
            judge();
        }
        if (fit_.size() % look_for_modes_every == 0) {
            look_for_modes();
        }
    }
    ++commits_;
    return news_;
}

/// Whether to report now. A confirmed step is revisited occasionally: its level becomes more
/// certain, or turns out to be a drift.
bool LevelDetector::is_due() const
{
    constexpr std::size_t look_again_every = 8;
    const bool is_suspected = std::any_of(open_.begin(), open_.end(), [&](std::size_t step) {
        return steps_[step].state == State::suspected;
    });
    return is_suspected || waiting_ || fit_.moved() ||
           (!open_.empty() && fit_.size() % look_again_every == 0);
}

void LevelDetector::judge()
{
    constexpr std::size_t newest_boundaries = 3; // those that can reveal a second mode
    waiting_ = false;
    segments_ = fit_.last_segments(horizon);
    join_stairs();
    free_.assign(segments_.size(), true);
    const auto is_recent = [&](std::size_t k) {
        return segments_[k].begin >= min_before && segments_[k].begin + horizon > fit_.size();
    };
    const auto newest = segments_.size() - 1;
    for (auto k = newest; k > 0 && k + newest_boundaries > newest && fit_.moved(); --k) {
        if (is_recent(k) && !is_between_modes(k) &&
            find_modes(segments_[k - 1].level, segments_[k].level) && !recognize_modes()) {
            start_step(k, State::bimodal);
        }
    }
    skip_undone();
    for (const auto step : std::vector{open_}) {
        if (is_open(steps_[step].state)) {
            follow(step);
        }
    }
    for (std::size_t k = 1; k < segments_.size(); ++k) {
        if (free_[k] && is_recent(k)) {
            raise(k);
        }
    }
}

/// Joins two steps to one, at the larger unless the first can be confirmed, if the level between
/// them is too short to be one of its own.
void LevelDetector::join_stairs()
{
    for (std::size_t k = 1; k + 1 < segments_.size();) {
        if (!is_stair(k)) {
            ++k;
            continue;
        }
        waiting_ = waiting_ || segments_.back().size() <= suspected_for;
        auto& [begin, end, level] = segments_[k];
        const double first = std::abs(level - segments_[k - 1].level);
        const double second = std::abs(segments_[k + 1].level - level);
        if (second > first && !can_confirm(segments_[k], measure(k))) {
            segments_[k - 1].end = end;
            segments_[k + 1].begin = end;
        } else {
            segments_[k + 1].begin = begin;
        }
        segments_.erase(segments_.begin() + static_cast<std::ptrdiff_t>(k));
    }
}

/// Whether this level lies between two steps that are one: it was left within a few values, not for
/// the level before it, and at least one of the two cannot be confirmed by itself.
bool LevelDetector::is_stair(std::size_t k) const
{
    const double before = segments_[k - 1].level;
    if (segments_[k].size() > undone_within ||
        is_same_level(segments_[k + 1].level, before, segments_[k].level - before)) {
        return false;
    }
    if (is_up(k) != is_up(k + 1)) {
        return segments_[k].size() < min_after;
    }
    const auto can_confirm_at = [&](std::size_t boundary) {
        return can_confirm(segments_[boundary], measure(boundary));
    };
    const bool are_reported = was_confirmed(k) && was_confirmed(k + 1);
    return !are_reported && !(can_confirm_at(k) && can_confirm_at(k + 1));
}

/// Whether the boundary is a confirmed step.
bool LevelDetector::was_confirmed(std::size_t k) const
{
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        if (steps_[i].state == State::confirmed && tracks_[i].start == segments_[k].begin) {
            return true;
        }
    }
    return false;
}

/// If a step is undone immediately, neither it nor its undoing counts.
void LevelDetector::skip_undone()
{
    for (std::size_t k = 1; k + 1 < segments_.size(); ++k) {
        const double before = segments_[k - 1].level;
        if (free_[k] && segments_[k].size() <= undone_within &&
            is_same_level(segments_[k + 1].level, before, segments_[k].level - before)) {
            free_[k] = free_[k + 1] = false;
        }
    }
}

/// The boundary that corresponds to this step now.
std::optional<std::size_t> LevelDetector::find_boundary(std::size_t step) const
{
    std::optional<std::size_t> nearest;
    auto distance = undone_within + 1;
    for (std::size_t k = 1; k < segments_.size(); ++k) {
        const auto [from, to] = std::minmax(segments_[k].begin, tracks_[step].start);
        if (free_[k] && to - from < distance && is_same_way(k, step)) {
            nearest = k;
            distance = to - from;
        }
    }
    return nearest;
}

void LevelDetector::follow(std::size_t step)
{
    const auto k = find_boundary(step);
    if (!k) {
        withdraw(step);
        return;
    }
    free_[*k] = false;
    const auto found = measure(*k);
    describe(step, *k, found);
    if (is_between_modes(*k)) {
        say(step, State::went_away);
    } else if (is_drift(*k, min_before)) {
        const bool is_known = continues_drift(*k);
        say(step, is_known ? State::went_away : State::drifting);
        drift_ = {is_known ? drift_->step : step, fit_.size()};
    } else {
        advance(step, *k, found);
    }
}

void LevelDetector::advance(std::size_t step, std::size_t k, const Split& found)
{
    const auto age = fit_.size() - segments_[k].begin;
    if (steps_[step].state == State::confirmed) {
        if (age > window) {
            std::erase(open_, step);
        }
    } else if (can_confirm(segments_[k], found)) {
        say(step, State::confirmed);
    } else if (age > suspected_for) {
        say(step, State::went_away);
    }
}

/// Handles a step that the cheapest segmentation no longer has.
void LevelDetector::withdraw(std::size_t step)
{
    constexpr double held = 0.5; // of the penalty: hysteresis, so that a suspicion does not flicker
    const auto at = tracks_[step].start;
    const auto age = fit_.size() - at;
    if (steps_[step].state == State::confirmed) {
        if (age > 2 * undone_within) { // detecting that it is undone takes as long again
            std::erase(open_, step);
        } else if (has_returned(step)) {
            say(step, State::went_away);
        }
        return;
    }
    const auto begin = at > window ? at - window : 0;
    if (age > suspected_for ||
        split(fit_.points(begin, at), fit_.points(at, fit_.size())).gain < held * fit_.penalty()) {
        say(step, State::went_away);
    }
}

/// Whether the newest values are at the level before the step. Otherwise the segmentation lost the
/// step for another reason: what was learned of the noise makes every segment dearer.
bool LevelDetector::has_returned(std::size_t step) const
{
    const auto& [start, before, after] = tracks_[step];
    std::vector<double> newest;
    for (const auto& point : fit_.points(std::max(start, fit_.size() - min_after), fit_.size())) {
        newest.push_back(point.value);
    }
    return is_same_level(stats::median(newest), before, after - before);
}

void LevelDetector::raise(std::size_t k)
{
    if (is_between_modes(k) || raise_again(k)) {
        return;
    }
    constexpr std::size_t min_after_in_drift = 3;
    if (continues_drift(k) && is_drift(k, min_after_in_drift)) {
        drift_->seen = fit_.size();
        return;
    }
    start_step(k, State::suspected);
}

/// Whether the boundary is a step that was reported before, and not the next one in the same
/// direction. One that went away, or seemed to be one of two modes, is reported again only when it
/// can be confirmed.
bool LevelDetector::raise_again(std::size_t k)
{
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        const bool is_followed = std::find(open_.begin(), open_.end(), i) != open_.end();
        if (is_followed || find_boundary(i) != k) {
            continue;
        }
        const auto state = steps_[i].state;
        if (state == State::went_away || (state == State::bimodal && !modes_)) {
            const auto found = measure(k);
            if (can_confirm(segments_[k], found)) {
                describe(i, k, found);
                open_.push_back(i);
                say(i, State::confirmed);
            } else {
                waiting_ = true;
            }
        }
        return true;
    }
    return false;
}

void LevelDetector::start_step(std::size_t k, State state)
{
    const auto step = steps_.size();
    steps_.push_back({});
    tracks_.push_back({});
    steps_[step].raised_at = commits_;
    describe(step, k, measure(k));
    open_.push_back(step);
    say(step, state);
}

bool LevelDetector::can_confirm(const Segment& after, const Split& found) const
{
    const double needed = confirming_gain * fit_.penalty();
    const double shift = found.after - found.before;
    return after.size() >= min_after && found.gain > needed &&
           shift * shift / found.variance > needed;
}

Split LevelDetector::measure(std::size_t k) const
{
    const auto at = segments_[k].begin;
    const auto begin = std::max(segments_[k - 1].begin, at > window ? at - window : 0);
    const auto end = std::min(segments_[k].end, at + window);
    return split(fit_.points(begin, at), fit_.points(at, end));
}

void LevelDetector::say(std::size_t step, State state)
{
    steps_[step].state = state;
    if (std::find(news_.begin(), news_.end(), step) == news_.end()) {
        news_.push_back(step);
    }
    if (!is_open(state)) {
        std::erase(open_, step);
    }
}

bool LevelDetector::is_up(std::size_t k) const
{
    return segments_[k].level > segments_[k - 1].level;
}

bool LevelDetector::is_same_way(std::size_t k, std::size_t step) const
{
    return is_up(k) == (tracks_[step].after > tracks_[step].before);
}

bool LevelDetector::is_same_level(double a, double b, double gap) const
{
    constexpr double share_of_gap = 0.25;
    constexpr double sigmas = 2;
    return std::abs(a - b) <= std::max(share_of_gap * std::abs(gap), sigmas * fit_.sigma());
}

} // namespace cb::verdict
