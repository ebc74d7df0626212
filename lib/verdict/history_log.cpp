#include "verdict/history_log.hpp"

#include "base/utf8.hpp"
#include "json/writer.hpp"
#include "manifest/words.hpp"
#include "stats/summary.hpp"
#include "store/history_reader.hpp"
#include "verdict/noise.hpp"
#include "verdict/triage.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace cb::verdict {

namespace {

std::map<std::size_t, std::vector<double>> group_by_commit(const History& history)
{
    std::map<std::size_t, std::vector<double>> values;
    for (const auto& each : history.values) {
        values[each.commit].push_back(each.value);
    }
    return values;
}

std::vector<std::optional<double>> medians_of(const History& history, std::size_t commits)
{
    std::vector<std::optional<double>> medians(commits);
    for (const auto& [commit, values] : group_by_commit(history)) {
        medians[commit] = stats::median(values);
    }
    return medians;
}

std::vector<CommitOutcome> read_outcomes(const store::HistoryReader& reader,
                                         const std::optional<std::string>& worker)
{
    std::vector<CommitOutcome> outcomes(reader.commits().size());
    for (const auto& job : reader.jobs()) {
        if (worker && job.info->worker != *worker) {
            continue;
        }
        if (job.info->is_measured()) {
            ++outcomes[job.commit].succeeded;
        } else if (job.info->status == Status::ok) {
            ++outcomes[job.commit].not_relevant;
        } else {
            outcomes[job.commit].failures.push_back(job.info->failure.value_or(Failure{}));
        }
    }
    return outcomes;
}

/// How far the shown values are apart, relative to what neighbours differ by.
double restlessness(const RepositoryLog& log, const History& history)
{
    constexpr double min_noise = 0.001; // of the level: no measurement is better
    Noise noise;
    double min = std::numeric_limits<double>::infinity();
    double max = -min;
    for (const auto& [commit, values] : group_by_commit(history)) {
        if (log.begin <= commit && commit < log.end) {
            const double level = stats::median(values);
            min = std::min(min, level);
            max = std::max(max, level);
        }
    }
    for (const auto& each : history.values) {
        noise.add(each.value);
    }
    const double level = std::max(std::abs(min), std::abs(max));
    return level > 0 ? (max - min) / (std::sqrt(noise.neighbour_variance()) + min_noise * level)
                     : 0;
}

/// The histories to draw: those with changes among the shown commits first, and then those that
/// moved most.
std::vector<std::size_t>
choose_series(const RepositoryLog& log, std::span<const History> histories, std::size_t max_count)
{
    std::vector<std::size_t> changed(histories.size());
    for (const auto& alert : log.changes.alerts) {
        for (const auto& change : alert.changes) {
            const bool is_shown = log.begin <= alert.commit && alert.commit < log.end;
            changed[change.history] += is_shown ? 1U : 0U;
        }
    }
    std::vector<std::size_t> chosen;
    std::vector<double> moved(histories.size());
    for (std::size_t i = 0; i < histories.size(); ++i) {
        const auto& values = histories[i].values;
        if (std::any_of(values.begin(), values.end(), [&log](const JobValue& each) {
                return log.begin <= each.commit && each.commit < log.end;
            })) {
            chosen.push_back(i);
            moved[i] = restlessness(log, histories[i]);
        }
    }
    std::stable_sort(chosen.begin(), chosen.end(), [&](std::size_t a, std::size_t b) {
        return std::pair{changed[a] > 0, moved[a]} > std::pair{changed[b] > 0, moved[b]};
    });
    chosen.resize(std::min(chosen.size(), max_count));
    return chosen;
}

void choose_commits(RepositoryLog& log, const LogFilter& filter)
{
    const auto& commits = log.changes.commits;
    const auto place_of = [&commits](const std::string& hash) {
        const auto at =
            std::find_if(commits.begin(), commits.end(), [&hash](const store::CommitInfo& commit) {
                return commit.hash == hash;
            });
        return static_cast<std::size_t>(at - commits.begin());
    };
    log.end = filter.last ? std::min(place_of(*filter.last) + 1, commits.size()) : commits.size();
    if (filter.first) {
        const auto first = place_of(*filter.first);
        log.begin = first < commits.size() ? first + 1 : 0;
    }
    while (filter.since && log.begin < log.end &&
           commits[log.begin].committed_at.value_or(*filter.since) < *filter.since) {
        ++log.begin;
    }
    log.begin = std::min(log.begin, log.end);
    log.begin = std::max(log.begin, log.end - std::min(log.end, filter.max_commits));
}

void write_jobs(JsonWriter& json, const CommitOutcome& outcome)
{
    json.member("succeeded", static_cast<std::uint64_t>(outcome.succeeded))
        .member("not_relevant", static_cast<std::uint64_t>(outcome.not_relevant))
        .key("failures")
        .begin_array();
    for (const auto& failure : outcome.failures) {
        json.begin_object()
            .member("stage", to_word(failure.stage))
            .member("reason", failure.reason)
            .end_object();
    }
    json.end_array();
}

void write_values(JsonWriter& json, const RepositoryLog& log, std::size_t commit)
{
    json.key("values").begin_array();
    for (const auto& drawn : log.series) {
        if (const auto& value = drawn.values[commit]) {
            const auto& [series, setting] = log.changes.histories[drawn.history];
            json.begin_object()
                .member("benchmark", series.benchmark)
                .member("test", series.test)
                .member("metric", series.metric)
                .member("unit", series.unit)
                .member("worker", setting.worker)
                .member("host_key", setting.host_key)
                .member("config", setting.config)
                .member("value", *value)
                .end_object();
        }
    }
    json.end_array();
}

void write_changes(JsonWriter& json, const RepositoryLog& log, std::size_t commit)
{
    json.key("changes").begin_array();
    for (const auto& alert : log.changes.alerts) {
        for (const auto& change : alert.changes) {
            if (alert.commit == commit) {
                const auto& series = log.changes.histories[change.history].series;
                json.begin_object()
                    .member("benchmark", series.benchmark)
                    .member("test", series.test)
                    .member("metric", series.metric)
                    .member("before", change.step.before)
                    .member("after", change.step.after)
                    .member("change", change.step.change)
                    .member("state", to_word(change.step.state))
                    .member("verdict", to_word(change.meaning))
                    .end_object();
            }
        }
    }
    json.end_array();
}

} // namespace

RepositoryLog
read_log(store::Queries& queries, const std::string& repository, const LogFilter& filter)
{
    auto reader = queries.read_history(repository, filter.selected.branch);
    ChangeFinder finder{repository, reader.branch(), reader.commits()};
    std::vector<History> histories;
    for_each_history(reader, filter.selected, [&](History history) {
        std::erase_if(history.values,
                      [](const JobValue& each) { return !std::isfinite(each.value); });
        if (!history.values.empty()) {
            finder.add(history);
            histories.push_back(std::move(history));
        }
    });
    RepositoryLog log{.changes = finder.finish(),
                      .outcomes = read_outcomes(reader, filter.selected.worker),
                      .series = {}};
    static_cast<void>(apply_triage(log.changes, queries.annotations(repository)));
    choose_commits(log, filter);
    static_cast<void>(keep_alerts(log.changes, {}));
    for (const auto chosen : choose_series(log, histories, filter.max_series)) {
        log.series.push_back({chosen, medians_of(histories[chosen], log.changes.commits.size())});
    }
    return log;
}

RepositoryLog read_log(store::Queries& queries,
                       const store::SelectionRequest& request,
                       std::size_t max_commits,
                       std::size_t max_series)
{
    const auto selection = store::select(queries, request);
    const auto& repositories = selection.repositories;
    if (repositories.empty()) {
        throw Error{Errc::usage, "the store has no results yet"};
    }
    if (repositories.size() > 1) {
        throw Error{Errc::usage,
                    fmt::format("the store has several repositories; name one of {}",
                                printable(fmt::to_string(fmt::join(repositories, ", ")), 2000))};
    }
    const auto& history = selection.history;
    return read_log(queries,
                    repositories.front(),
                    {.selected = {.branch = history.branch,
                                  .worker = history.worker,
                                  .series = selection.series},
                     .first = history.first,
                     .last = history.last,
                     .since = history.since,
                     .max_commits = max_commits,
                     .max_series = max_series});
}

std::string to_json_lines(const RepositoryLog& log)
{
    std::string text;
    for (auto i = log.begin; i < log.end; ++i) {
        const auto& commit = log.changes.commits[i];
        JsonWriter json;
        json.begin_object()
            .member("repository", log.changes.repository)
            .member("branch", log.changes.branch)
            .member("commit", commit.hash)
            .key("parents")
            .begin_array();
        for (const auto& parent : commit.parents) {
            json.value(parent);
        }
        json.end_array()
            .member("committed_at", to_rfc3339(commit.committed_at))
            .member("author", commit.author)
            .member("subject", commit.subject);
        write_jobs(json, log.outcomes[i]);
        write_values(json, log, i);
        write_changes(json, log, i);
        json.end_object();
        text += json.take() + '\n';
    }
    return text;
}

} // namespace cb::verdict
