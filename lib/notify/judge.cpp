#include "notify/judge.hpp"

#include "base/subprocess.hpp"
#include "base/utf8.hpp"
#include "notify/text.hpp"
#include "report/address.hpp"
#include "store/storable.hpp"
#include "verdict/changes_request.hpp"
#include "verdict/changes_text.hpp"
#include "verdict/comparison_input.hpp"
#include "verdict/comparison_output.hpp"
#include "verdict/markdown.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cb::notify {

namespace {

constexpr std::size_t max_line = 300; ///< characters of a line of a message

const std::string& commit_of(const Source& source)
{
    return source.commit->hex();
}

Standing standing_of(const verdict::ComparisonReport& report)
{
    using verdict::Finding;
    const auto has = [&report](Finding finding) { return verdict::count(report, finding) > 0; };
    return has(Finding::slower)    ? Standing::regression
           : has(Finding::faster)  ? Standing::improvement
           : has(Finding::changed) ? Standing::change
                                   : Standing::no_difference;
}

void worsen(Message& message, Standing standing)
{
    message.standing = std::min(message.standing, standing);
}

std::string branch_key(const Source& source)
{
    std::string key;
    store::append_part(key, source.repo);
    store::append_part(key, source.branch.value_or(""));
    return key;
}

bool has_results(const std::vector<store::JobInfo>& jobs)
{
    return std::any_of(
        jobs.begin(), jobs.end(), [](const store::JobInfo& job) { return job.is_measured(); });
}

/// Whether some jobs said that the commit is not relevant, and none measured it.
bool is_not_relevant(const std::vector<store::JobInfo>& jobs)
{
    return !has_results(jobs) &&
           std::any_of(jobs.begin(), jobs.end(), [](const store::JobInfo& job) {
               return job.status == Status::ok;
           });
}

/// The warnings of cb changes are not for those who wait for a message.
class DebugLog final : public Log {
public:
    explicit DebugLog(Log& log) : log_{log} {}
    void write(Level /*level*/, std::string_view message) override { log_.debug(message); }

private:
    Log& log_;
};

/// Whether the alert has a regression of at least `min_change`.
bool has_regression(const verdict::Alert& alert, double min_change)
{
    return std::any_of(
        alert.changes.begin(), alert.changes.end(), [min_change](const auto& change) {
            const auto& size = change.step.change;
            return change.meaning == verdict::Meaning::regression &&
                   (!size || std::abs(*size) >= min_change);
        });
}

/// Whether the alert is at this commit, or was first seen with its results.
bool is_raised_by(const verdict::RepositoryChanges& changes,
                  const verdict::Alert& alert,
                  const std::string& commit)
{
    const auto is_it = [&](std::size_t place) { return changes.commits[place].hash == commit; };
    return is_it(alert.commit) ||
           std::any_of(alert.changes.begin(), alert.changes.end(), [&](const auto& change) {
               return is_it(change.step.raised_at);
           });
}

} // namespace

bool is_wanted(const Message& message, When when)
{
    switch (when) {
    case When::always:
        return true;
    case When::change:
        return !message.alerts.empty() || message.standing <= Standing::change;
    case When::regression:
        break;
    }
    return message.standing <= Standing::regression ||
           std::any_of(message.alerts.begin(), message.alerts.end(), [](const RaisedAlert& alert) {
               return alert.has_regression;
           });
}

const store::CommitNames& Judge::names(const std::string& repository)
{
    const auto at = names_.find(repository);
    return at != names_.end()
               ? at->second
               : names_.emplace(repository, queries_.names(repository)).first->second;
}

const verdict::RepositoryChanges& Judge::changes(const Source& source)
{
    const auto key = branch_key(source);
    if (const auto at = changes_.find(key); at != changes_.end()) {
        return at->second;
    }
    verdict::ChangesRequest request;
    request.repositories = {source.repo};
    request.selection.branch = source.branch;
    request.cache = options_.cache;
    DebugLog log{log_};
    auto answer = verdict::answer_from_store(queries_, request, log);
    return changes_.emplace(key, std::move(answer.repositories.at(0))).first->second;
}

std::optional<std::string> Judge::nearest(const Source& source, const std::string& commit)
{
    try {
        return verdict::find_base(queries_, source.repo, names(source.repo).commits, commit);
    } catch (const Error& error) {
        if (error.code() != Errc::usage) {
            throw;
        }
        return std::nullopt;
    }
}

std::optional<std::string> Judge::find_base(const Source& source)
{
    const auto base = source.pull ? source.pull->base_commit : std::nullopt;
    if (base && has_results(queries_.jobs(source.repo, {.commit = *base}))) {
        return base;
    }
    if (auto ancestor = nearest(source, commit_of(source))) {
        return ancestor;
    }
    return base ? nearest(source, *base) : std::nullopt;
}

void Judge::compare(Message& message)
{
    const auto& source = message.source;
    if (is_not_relevant(queries_.jobs(source.repo, {.commit = commit_of(source)}))) {
        message.standing = Standing::not_relevant;
        message.verdict = "the commit is not relevant for the benchmark";
        message.verdict_markdown = message.verdict;
        return;
    }
    message.standing = Standing::no_base;
    message.base = find_base(source);
    if (!message.base) {
        message.verdict = "no earlier commit has results to compare with";
        message.verdict_markdown = message.verdict;
        return;
    }
    try {
        auto pairs = verdict::read_pairs(
            queries_,
            {.repository = source.repo, .base = *message.base, .candidate = commit_of(source)},
            names(source.repo).commits);
        auto report = verdict::compare_series(pairs, options_.comparison);
        report.base = *message.base;
        report.candidate = commit_of(source);
        message.verdict = verdict::to_verdict_line(report);
        message.verdict_markdown = verdict::to_markdown_verdict(report);
        message.standing = standing_of(report);
        message.is_failing = options_.fail_on && verdict::has_regression(report, *options_.fail_on);
        message.comparison = std::move(report);
        message.command = shell_quoted(
            {"cb", "compare", "--repo", source.repo, *message.base, commit_of(source)});
    } catch (const Error& error) {
        if (error.code() != Errc::usage) {
            throw; // usage: it has no results, or none that are comparable
        }
        message.base.reset();
        message.verdict = cut(error.what(), max_line);
        message.verdict_markdown = verdict::to_markdown_code(message.verdict);
    }
}

void Judge::add_failures(Message& message)
{
    constexpr std::size_t max_failures = 20;
    const auto& source = message.source;
    for (const auto& job : queries_.jobs(source.repo, {.commit = commit_of(source)})) {
        if (job.status != Status::failed || !job.failure) {
            continue;
        }
        const auto& failure = *job.failure;
        const bool is_of_commit = failure.fault == Fault::commit;
        worsen(message, is_of_commit ? Standing::failed : Standing::unmeasured);
        message.is_failing = message.is_failing || is_of_commit;
        if (message.failures.size() < max_failures) {
            message.failures.push_back(
                cut(fmt::format("{}{}: {} failed ({}): {}",
                                job.config,
                                job.worker.empty() ? "" : " on " + job.worker,
                                to_word(failure.stage),
                                failure.reason,
                                failure.message),
                    max_line));
        }
    }
    if (!message.failures.empty()) {
        const auto& line = message.failures.front();
        const bool is_alone = message.standing == Standing::failed && !message.comparison;
        message.verdict = is_alone ? line : line + "; " + message.verdict;
        message.verdict_markdown =
            is_alone ? verdict::to_markdown_code(line)
                     : verdict::to_markdown_code(line) + "; " + message.verdict_markdown;
    }
}

void Judge::add_alerts(Message& message)
{
    const auto& source = message.source;
    if (source.pull) {
        return; // no part of a branch's history
    }
    const auto& found = changes(source);
    for (const auto& alert : found.alerts) {
        if (!is_raised_by(found, alert, commit_of(source))) {
            continue;
        }
        const auto& blamed = found.commits[alert.commit].hash;
        message.alerts.push_back({blamed,
                                  verdict::summarize(found, alert),
                                  verdict::to_text(found, alert),
                                  has_regression(alert, 0)});
        if (!message.alerts.back().has_regression || blamed != commit_of(source)) {
            continue;
        }
        if (message.standing > Standing::regression) { // the comparison does not show it
            const auto summary = cut(message.alerts.back().summary, max_line);
            message.verdict = fmt::format("by the history: {}; {}", summary, message.verdict);
            message.verdict_markdown = fmt::format("by the history: {}; {}",
                                                   verdict::to_markdown_code(summary),
                                                   message.verdict_markdown);
        }
        worsen(message, Standing::regression);
        message.is_failing =
            message.is_failing || (options_.fail_on && has_regression(alert, *options_.fail_on));
    }
}

Message Judge::judge(const Source& source, std::string story)
{
    Message message{.source = source, .story = std::move(story)};
    compare(message);
    add_failures(message);
    add_alerts(message);
    if (options_.report) {
        message.report_url =
            report::address_of_commit(*options_.report, source.repo, commit_of(source));
    }
    return message;
}

} // namespace cb::notify
