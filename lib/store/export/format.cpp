#include "store/export/format.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::store {

namespace {

constexpr std::string_view no_benchmark = "default"; // as cb parse names it

/// Whether the job's results can be used where a status cannot be said; counts them otherwise.
bool is_usable(const StoredJob& job, Losses& losses)
{
    if (job.info.status != Status::ok) {
        if (!job.measurements.empty()) {
            losses.add("results of failed jobs are left out", job.measurements.size());
        }
        return false;
    }
    return !job.measurements.empty();
}

} // namespace

void Losses::report(std::string_view format, Log& log) const
{
    for (const auto& [reason, count] : counts_) {
        log.warning(fmt::format("{}: {} ({})", format, reason, count));
    }
}

void Export::for_each_job(const JobUse& use) const
{
    for (const auto& selection : selections) {
        const auto jobs = select_jobs(queries.database(), selection);
        Progress progress{log, exporting(selection, jobs)};
        read_jobs(queries.database(), jobs, selection.series, [&](const StoredJob& job) {
            use(job);
            progress.advance();
        });
    }
}

CountedWork exporting(const JobSelection& selection, std::span<const RowId> jobs)
{
    return {.verb = "exporting " + selection.repository, .singular = "job", .total = jobs.size()};
}

void Export::for_each_ok_job(const JobUse& use) const
{
    for_each_job([&](const StoredJob& job) {
        if (is_usable(job, losses)) {
            use(job);
        }
    });
}

std::optional<std::string> Export::for_each_job_of_last_commit(const JobUse& use) const
{
    for (const auto& selection : selections) {
        const auto commits = queries.commits(selection.repository, selection.history);
        for (auto commit = commits.rbegin(); commit != commits.rend(); ++commit) {
            auto its = selection;
            its.history = {.worker = selection.history.worker};
            its.commit = commit->hash;
            bool has_any = false;
            Losses its_losses;
            const auto jobs = select_jobs(queries.database(), its);
            read_jobs(queries.database(), jobs, its.series, [&](const StoredJob& job) {
                if (is_usable(job, its_losses)) {
                    has_any = true;
                    use(job);
                }
            });
            if (has_any) {
                losses.add(its_losses);
                return commit->hash;
            }
        }
    }
    return std::nullopt;
}

std::string require_one_repository(std::span<const JobSelection> selections,
                                   std::string_view format)
{
    const auto is_other = [&](const JobSelection& selection) {
        return selection.repository != selections.front().repository;
    };
    if (std::any_of(selections.begin(), selections.end(), is_other)) {
        throw Error{Errc::usage,
                    fmt::format("--format {} describes one repository, and the store has several; "
                                "choose one with --repo",
                                format)};
    }
    return selections.empty() ? "" : selections.front().repository;
}

std::optional<double> value_of(const Figures& figures)
{
    return figures.median ? figures.median : figures.mean;
}

std::string path_of(const SeriesInfo& series)
{
    return fmt::format("{}{}{}/{}",
                       series.benchmark == no_benchmark ? "" : series.benchmark,
                       series.benchmark == no_benchmark ? "" : "/",
                       series.test,
                       series.metric);
}

std::string variant_of(const JobInfo& job)
{
    const bool is_default = job.config == Config{}.name;
    if (is_default && job.worker.empty()) {
        return "";
    }
    return fmt::format(" [{}{}{}]",
                       is_default ? "" : job.config,
                       job.worker.empty() ? "" : (is_default ? "on " : " on "),
                       job.worker);
}

void append_csv_field(std::string& line, std::string_view text)
{
    const bool is_quoted = text.find_first_of(",\"\r\n") != std::string_view::npos;
    line += is_quoted ? "\"" : "";
    for (const char c : text) {
        line += c;
        if (c == '"') {
            line += c;
        }
    }
    line += is_quoted ? "\"," : ",";
}

} // namespace cb::store
