#include "verdict/changes.hpp"

#include "store/series_names.hpp"
#include "verdict/change_detector.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

namespace cb::verdict {

namespace {

/// A step needs 8 values before it.
constexpr std::size_t min_history_values = 9;

double effect_of(const Change& change)
{
    return change.step.change ? std::abs(*change.step.change)
                              : std::numeric_limits<double>::infinity();
}

/// The histories of each setting.
std::map<Setting, std::vector<std::size_t>> group_by_setting(std::span<const HistoryName> histories)
{
    std::map<Setting, std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < histories.size(); ++i) {
        groups[histories[i].setting].push_back(i);
    }
    return groups;
}

/// An alert of one setting, and the certainty of its surest step.
struct Graded {
    Alert alert;
    double p_value;
    const Setting* setting;
};

/// Joins alerts of different settings at nearly the same commit. Two machines that moved together
/// did so because of the commit.
std::vector<Alert> join_settings(std::vector<Graded> graded, std::span<const HistoryName> histories)
{
    const auto has_setting = [&](const Alert& alert, const Setting& setting) {
        return std::any_of(alert.changes.begin(), alert.changes.end(), [&](const Change& change) {
            return histories[change.history].setting == setting;
        });
    };
    std::stable_sort(graded.begin(), graded.end(), [](const Graded& a, const Graded& b) {
        return std::tie(a.p_value, a.alert.commit) < std::tie(b.p_value, b.alert.commit);
    });
    std::vector<Alert> alerts;
    for (auto& each : graded) {
        const auto found = std::find_if(alerts.begin(), alerts.end(), [&](const Alert& alert) {
            return is_near(alert.commit, each.alert.commit) && !has_setting(alert, *each.setting);
        });
        if (found == alerts.end()) {
            alerts.push_back(std::move(each.alert));
            continue;
        }
        found->cause = CommitAlert::Cause::commit;
        found->changes.insert(
            found->changes.end(), each.alert.changes.begin(), each.alert.changes.end());
    }
    return alerts;
}

Alert& alert_at(std::vector<Alert>& alerts, std::size_t commit)
{
    const auto found = std::find_if(alerts.begin(), alerts.end(), [commit](const Alert& alert) {
        return alert.commit == commit;
    });
    return found != alerts.end()
               ? *found
               : alerts.emplace_back(Alert{commit, CommitAlert::Cause::commit, {}});
}

} // namespace

std::string make_history_key(const HistoryName& name)
{
    const auto& [series, setting] = name;
    std::string key;
    for (const auto* const part : {&series.benchmark,
                                   &series.test,
                                   &series.metric,
                                   &series.unit,
                                   &setting.worker,
                                   &setting.host_key,
                                   &setting.config}) {
        key += *part;
        key += '\0';
    }
    key += to_word(series.direction);
    return key;
}

Movement find_movement(const History& history)
{
    const auto differ = [](const JobValue& a, const JobValue& b) {
        return a.commit == b.commit && a.value != b.value;
    };
    const auto& values = history.values;
    if (std::adjacent_find(values.begin(), values.end(), differ) != values.end()) {
        return Movement::noisy;
    }
    const auto& series = history.name.series;
    return movement_of(series.metric, series.unit, series.direction);
}

std::vector<Step> find_steps(const History& history, std::size_t commits)
{
    ChangeDetector detector{find_movement(history)};
    std::vector<double> values;
    auto next = history.values.begin();
    for (std::size_t commit = 0; commit < commits; ++commit) {
        values.clear();
        for (; next != history.values.end() && next->commit == commit; ++next) {
            values.push_back(next->value);
        }
        static_cast<void>(detector.add(values));
    }
    return detector.steps();
}

ChangeFinder::ChangeFinder(std::string repository,
                           std::optional<std::string> branch,
                           std::vector<store::CommitInfo> commits)
    : found_{.repository = std::move(repository),
             .branch = std::move(branch),
             .commits = std::move(commits)}
{
    found_.is_measured.resize(found_.commits.size());
}

void ChangeFinder::add(History history)
{
    found_.not_finite += std::erase_if(
        history.values, [](const JobValue& each) { return !std::isfinite(each.value); });
    for (const auto& each : history.values) {
        found_.is_measured[each.commit] = true;
    }
    if (!history.values.empty()) {
        auto steps = find_steps(history, found_.commits.size());
        add(std::move(history.name), std::move(steps), history.values.size());
    }
}

void ChangeFinder::add(HistoryName name, std::vector<Step> steps, std::size_t values)
{
    found_.too_short += values < min_history_values ? 1U : 0U;
    found_.histories.push_back(std::move(name));
    steps_.push_back(std::move(steps));
}

RepositoryChanges ChangeFinder::finish()
{
    const auto change_of = [this](std::size_t history, const Step& step) {
        return Change{.history = history,
                      .step = step,
                      .meaning = meaning_of(step, found_.histories[history].series.direction)};
    };
    std::vector<Graded> graded;
    const auto groups = group_by_setting(found_.histories); // `graded` refers to the settings
    for (const auto& [setting, members] : groups) {
        std::vector<SeriesStep> all;
        for (const auto history : members) {
            for (const auto& step : steps_[history]) {
                all.push_back({history, step});
            }
        }
        for (const auto& alert : group_by_commit(all, members.size())) {
            Graded one{{alert.commit, alert.cause, {}}, alert.steps.front().step.p_value, &setting};
            for (const auto& each : alert.steps) {
                one.alert.changes.push_back(change_of(each.series, each.step));
            }
            graded.push_back(std::move(one));
        }
    }
    found_.alerts = join_settings(std::move(graded), found_.histories);
    for (std::size_t history = 0; history < steps_.size(); ++history) {
        for (const auto& step : steps_[history]) {
            if (!is_open(step.state)) {
                alert_at(found_.alerts, step.commit).changes.push_back(change_of(history, step));
            }
        }
    }
    sort_alerts(found_.alerts, found_.histories);
    steps_.clear();
    return std::move(found_);
}

std::size_t keep_alerts(RepositoryChanges& changes, const AlertFilter& filter)
{
    const auto& commits = changes.commits;
    const auto place_of = [&commits](const std::string& hash) {
        const auto at =
            std::find_if(commits.begin(), commits.end(), [&hash](const store::CommitInfo& commit) {
                return commit.hash == hash;
            });
        return static_cast<std::size_t>(at - commits.begin());
    };
    const auto first = filter.first ? place_of(*filter.first) : commits.size();
    const auto begin = first < commits.size() ? first + 1 : 0;
    const auto end =
        filter.last ? std::min(place_of(*filter.last) + 1, commits.size()) : commits.size();
    const auto is_selected = [&](std::size_t commit) {
        const auto& at = commits[commit].committed_at;
        return begin <= commit && commit < end && (!filter.since || (at && *at >= *filter.since));
    };
    const auto wanted = filter.commit ? place_of(*filter.commit) : commits.size();
    for (auto& alert : changes.alerts) {
        const bool has_commit =
            !filter.commit || alert.commit == wanted ||
            std::any_of(alert.changes.begin(), alert.changes.end(), [&](const Change& change) {
                return change.step.commit == wanted;
            });
        const bool is_kept = has_commit && is_selected(alert.commit);
        std::erase_if(alert.changes, [&](const Change& change) {
            return !is_kept || !filter.states.contains(change.step.state);
        });
    }
    std::erase_if(changes.alerts, [](const Alert& alert) { return alert.changes.empty(); });
    std::size_t measured = 0;
    for (std::size_t i = 0; i < commits.size(); ++i) {
        measured += is_selected(i) && changes.is_measured[i] ? 1U : 0U;
    }
    return measured;
}

void sort_alerts(std::vector<Alert>& alerts, const std::vector<HistoryName>& histories)
{
    const auto key = [&histories](const Change& change) {
        const auto& [series, setting] = histories[change.history];
        return std::tie(series.benchmark, series.test, series.metric, series.unit, setting);
    };
    std::erase_if(alerts, [](const Alert& alert) { return alert.changes.empty(); });
    for (auto& alert : alerts) {
        std::sort(
            alert.changes.begin(), alert.changes.end(), [&](const Change& a, const Change& b) {
                const double effect_a = effect_of(a);
                const double effect_b = effect_of(b);
                return effect_a != effect_b ? effect_a > effect_b
                       : key(a) != key(b)   ? key(a) < key(b)
                                            : a.step.commit < b.step.commit;
            });
    }
    std::sort(alerts.begin(), alerts.end(), [](const Alert& a, const Alert& b) {
        return a.commit < b.commit;
    });
}

std::string to_text(const store::SeriesInfo& series)
{
    return store::name_of(series);
}

} // namespace cb::verdict
