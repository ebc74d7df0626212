#include "verdict/triage.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "store/lookup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fnmatch.h>
#include <map>
#include <unordered_map>

namespace cb::verdict {

namespace {

using Annotation = store::Annotation;

/// "+5%" as 0.05; nullopt if it is not such an amount.
std::optional<double> parse_amount(std::string_view text)
{
    if (!text.ends_with('%')) {
        return std::nullopt;
    }
    text.remove_suffix(1);
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-')) {
            return std::nullopt;
        }
    }
    double percent = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), percent);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(percent)) {
        return std::nullopt;
    }
    return percent / 100;
}

bool matches_glob(const std::string& glob, const std::string& name)
{
    return ::fnmatch(glob.c_str(), name.c_str(), FNM_NOESCAPE) == 0;
}

/// An annotation whose commits are places in the history.
struct Placed {
    const Annotation* annotation;
    std::size_t commit;
    std::optional<std::size_t> target;
};

std::vector<Placed> place_all(std::span<const store::CommitInfo> commits,
                              std::span<const Annotation> annotations)
{
    std::unordered_map<std::string_view, std::size_t> place_of;
    for (std::size_t i = 0; i < commits.size(); ++i) {
        place_of.emplace(commits[i].hash, i);
    }
    std::vector<Placed> placed;
    for (const auto& each : annotations) {
        const auto at = place_of.find(each.commit);
        const auto target = each.target ? place_of.find(*each.target) : place_of.end();
        if (each.kind == Annotation::Kind::note || at == place_of.end() ||
            (each.kind == Annotation::Kind::moved && target == place_of.end())) {
            continue;
        }
        placed.push_back({&each,
                          at->second,
                          target == place_of.end() ? std::nullopt : std::optional{target->second}});
    }
    return placed;
}

/// What was decided about a step: the latest move, and the latest of the other decisions.
struct Decided {
    const Placed* move = nullptr;
    const Placed* other = nullptr;
};

Decided find_decisions(std::span<const Placed> placed, std::int64_t series_id, std::size_t commit)
{
    Decided decided;
    for (const auto& each : placed) {
        const auto& series = each.annotation->series_id;
        if ((series && *series != series_id) || !is_near(each.commit, commit)) {
            continue;
        }
        if (each.annotation->kind == Annotation::Kind::moved) {
            decided.move = &each;
        } else {
            decided.other = &each;
            if (each.annotation->kind == Annotation::Kind::reopened) {
                decided.move = nullptr;
            }
        }
    }
    return decided;
}

std::optional<Triage::Kind> kind_of(Annotation::Kind kind)
{
    switch (kind) {
    case Annotation::Kind::acknowledged:
        return Triage::Kind::acknowledged;
    case Annotation::Kind::expected:
        return Triage::Kind::expected;
    case Annotation::Kind::ignored:
        return Triage::Kind::ignored;
    case Annotation::Kind::moved:
    case Annotation::Kind::reopened:
    case Annotation::Kind::note:
        return std::nullopt;
    }
    return std::nullopt;
}

/// The trailers of the commits, by place.
using Trailers = std::map<std::size_t, std::vector<std::pair<std::string, ExpectedChange>>>;

Trailers read_trailers(std::span<const store::CommitInfo> commits, std::vector<std::string>& bad)
{
    Trailers trailers;
    for (std::size_t i = 0; i < commits.size(); ++i) {
        for (const auto& text : commits[i].perf_expected) {
            if (auto expected = parse_expected_change(text)) {
                trailers[i].emplace_back(text, std::move(*expected));
            } else {
                bad.push_back(fmt::format("commit {}: Perf-expected: {}",
                                          printable(commits[i].hash, 64),
                                          expected.error()));
            }
        }
    }
    return trailers;
}

std::optional<Triage>
find_trailer(const Trailers& trailers, const store::SeriesInfo& series, const Step& step)
{
    const auto first = step.commit > max_place_error ? step.commit - max_place_error : 0;
    const auto end = trailers.upper_bound(step.commit + max_place_error);
    for (auto at = trailers.lower_bound(first); at != end; ++at) {
        for (const auto& [text, expected] : at->second) {
            if (covers(expected, series, step)) {
                return Triage{.kind = Triage::Kind::expected,
                              .by = {},
                              .at = std::nullopt,
                              .reason = "Perf-expected: " + text};
            }
        }
    }
    return std::nullopt;
}

/// The place where the step was found, wherever it was moved.
std::size_t found_at(const Change& change)
{
    return change.moved_from.value_or(change.step.commit);
}

/// Gives each change that was moved to the alert of its new commit.
void regroup_moved(RepositoryChanges& changes)
{
    std::vector<Change> moved;
    for (auto& alert : changes.alerts) {
        const auto kept = std::stable_partition(
            alert.changes.begin(), alert.changes.end(), [&alert](const Change& change) {
                return !change.moved_from || change.step.commit == alert.commit;
            });
        moved.insert(moved.end(), kept, alert.changes.end());
        alert.changes.erase(kept, alert.changes.end());
    }
    for (auto& change : moved) {
        const auto commit = change.step.commit;
        const auto at =
            std::find_if(changes.alerts.begin(),
                         changes.alerts.end(),
                         [commit](const Alert& alert) { return alert.commit == commit; });
        if (at != changes.alerts.end()) {
            at->changes.push_back(std::move(change));
        } else {
            changes.alerts.push_back({commit, CommitAlert::Cause::commit, {std::move(change)}});
        }
    }
    sort_alerts(changes.alerts, changes.histories);
}

const Alert* find_alert(const RepositoryChanges& changes, const std::string& commit)
{
    const auto is_at = [&](std::size_t place) { return changes.commits[place].hash == commit; };
    const auto exact = std::find_if(changes.alerts.begin(),
                                    changes.alerts.end(),
                                    [&](const Alert& alert) { return is_at(alert.commit); });
    const auto any =
        std::find_if(changes.alerts.begin(), changes.alerts.end(), [&](const Alert& alert) {
            return std::any_of(
                alert.changes.begin(), alert.changes.end(), [&](const Change& change) {
                    return is_at(change.step.commit) || is_at(found_at(change));
                });
        });
    return exact != changes.alerts.end() ? &*exact : any != changes.alerts.end() ? &*any : nullptr;
}

/// Whether the decision would change nothing.
bool is_decided(const RepositoryChanges& changes, const Change& change, const Decision& decision)
{
    if (decision.kind == Annotation::Kind::reopened) {
        return !change.triage && !change.moved_from;
    }
    if (decision.target) {
        return changes.commits[change.step.commit].hash == *decision.target;
    }
    return change.triage && kind_of(decision.kind) == change.triage->kind &&
           change.triage->by == decision.by && change.triage->reason == decision.reason;
}

} // namespace

Parsed<ExpectedChange> parse_expected_change(std::string_view text)
{
    text = trimmed(text);
    const auto blank = text.find_last_of(" \t");
    const auto last = blank == std::string_view::npos ? text : text.substr(blank + 1);
    const auto amount = parse_amount(last);
    if (amount && blank == std::string_view::npos) {
        return tl::unexpected{
            fmt::format("{} names no benchmark; write \"parse +5%\"", quote(text))};
    }
    const auto name = amount ? trimmed(text.substr(0, blank)) : text;
    if (name.empty()) {
        return tl::unexpected{std::string{"it names no benchmark; write \"parse +5%\""}};
    }
    if (!amount && last.ends_with('%')) {
        return tl::unexpected{fmt::format("{} is not an amount such as +5%", quote(last))};
    }
    return ExpectedChange{std::string{name}, amount};
}

bool covers(const ExpectedChange& expected, const store::SeriesInfo& series, const Step& step)
{
    if (!matches_glob(expected.benchmark, series.benchmark) &&
        !matches_glob(expected.benchmark, series.benchmark + "/" + series.test)) {
        return false;
    }
    if (!expected.change) {
        return true;
    }
    if (!step.change || (*step.change > 0) != (*expected.change > 0)) {
        return false;
    }
    const double least = step.interval
                             ? std::min(std::abs(step.interval->low), std::abs(step.interval->high))
                             : std::abs(*step.change);
    return std::min(least, std::abs(*step.change)) <= std::abs(*expected.change);
}

std::vector<std::string> apply_triage(RepositoryChanges& changes,
                                      std::span<const Annotation> annotations)
{
    std::vector<std::string> bad;
    const auto placed = place_all(changes.commits, annotations);
    const auto trailers = read_trailers(changes.commits, bad);
    bool has_moved = false;
    for (auto& alert : changes.alerts) {
        for (auto& change : alert.changes) {
            const auto& series = changes.histories[change.history].series;
            const auto decided = find_decisions(placed, series.id, change.step.commit);
            if (decided.other == nullptr) {
                change.triage = find_trailer(trailers, series, change.step);
            } else if (const auto kind = kind_of(decided.other->annotation->kind)) {
                const auto& said = *decided.other->annotation;
                change.triage = Triage{*kind, said.by, said.at, said.reason};
            }
            if (decided.move != nullptr && *decided.move->target != change.step.commit) {
                change.moved_from = change.step.commit;
                change.step.commit = *decided.move->target;
                has_moved = true;
            }
        }
    }
    if (has_moved) {
        regroup_moved(changes);
    }
    return bad;
}

void remove_triaged(RepositoryChanges& changes)
{
    for (auto& alert : changes.alerts) {
        std::erase_if(alert.changes,
                      [](const Change& change) { return change.triage.has_value(); });
    }
    std::erase_if(changes.alerts, [](const Alert& alert) { return alert.changes.empty(); });
}

std::vector<Annotation> decide(const RepositoryChanges& changes,
                               const std::string& commit,
                               const store::SeriesFilter& series,
                               const Decision& decision)
{
    const auto* const alert = find_alert(changes, commit);
    if (alert == nullptr) {
        throw Error{Errc::usage,
                    fmt::format("{} has no alert at {}; cb changes --all lists them",
                                quote(changes.repository),
                                printable(commit, 64))};
    }
    std::vector<Annotation> annotations;
    std::size_t matching = 0;
    for (const auto& change : alert->changes) {
        const auto& its = changes.histories[change.history].series;
        if (!store::matches(series, its)) {
            continue;
        }
        ++matching;
        const auto is_same = [&](const Annotation& other) {
            return other.series_id == its.id &&
                   other.commit == changes.commits[found_at(change)].hash;
        };
        if (!is_decided(changes, change, decision) &&
            std::none_of(annotations.begin(), annotations.end(), is_same)) {
            annotations.push_back({.kind = decision.kind,
                                   .series_id = its.id,
                                   .commit = changes.commits[found_at(change)].hash,
                                   .target = decision.target,
                                   .by = decision.by,
                                   .at = decision.at,
                                   .reason = decision.reason});
        }
    }
    if (matching == 0) {
        throw Error{Errc::usage,
                    fmt::format("the alert at {} has no such series", printable(commit, 64))};
    }
    return annotations;
}

} // namespace cb::verdict
