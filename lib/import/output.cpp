#include "import/output.hpp"

#include "parse/job.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::imports {

std::string Output::project(const std::string& own) const
{
    if (settings_.repo) {
        return *settings_.repo;
    }
    if (!own.empty()) {
        return own;
    }
    if (git_ != nullptr) {
        return git_->project();
    }
    throw Error{Errc::usage,
                "nothing says which project this is the history of: name it with --repo"};
}

Config Output::config(const std::string& own) const
{
    Config config;
    config.name = settings_.name.value_or(own);
    return config;
}

std::optional<CommitId> Output::find_commit(std::string_view hash) const
{
    if (auto commit = CommitId::parse(hash)) {
        return std::move(*commit);
    }
    return git_ != nullptr ? git_->find(hash) : std::nullopt;
}

Source Output::complete(Source source)
{
    if (!source.branch && !source.pull) {
        source.branch = settings_.branch;
    }
    if (git_ != nullptr && source.commit && !git_->complete(source)) {
        lose("jobs of a commit that the repository of --git does not have", source.commit->hex());
    }
    return source;
}

void Output::put(Manifest job)
{
    if (auto source = complete(job.source()); source != job.source()) {
        job.set(std::move(source));
    }
    if (!job.worker() && settings_.worker) {
        job.set(WorkerName{*settings_.worker});
    }
    count(job);
    progress_.advance();
    emit_(job);
}

void Output::put(parse::Past past, const std::string& own, const std::string& format)
{
    past.source.repo = project(past.source.repo.empty() ? own : past.source.repo);
    if (settings_.read_at) {
        past.last_measured_at = settings_.read_at;
    }
    put(parse::make_past_job(past, Source{}, config(), format));
}

void Output::put(AliasRecord alias)
{
    ++summary_.aliases;
    aliases_.push_back(std::move(alias));
}

void Output::count(const Manifest& job)
{
    ++summary_.jobs;
    const auto& source = job.source();
    if (const auto& failure = job.failure()) {
        ++summary_.failed_jobs;
        lose("jobs that failed", fmt::format("{}: {}", failure->reason, failure->message));
    }
    for (const auto& result : job.results()) {
        ++summary_.results;
        summary_.samples += result.values.size();
    }
    if (job.parsed()) {
        for (const auto& entry : job.parsed()->rejected) {
            lose("results that could not be read",
                 fmt::format("{}: {}", entry.field, entry.reason));
        }
    }
    if (!source.commit) {
        lose("jobs that name no commit", job.job().text());
        return;
    }
    commits_.insert(source.repo + '\n' + source.commit->hex());
    if (const auto at = known(source.committed_at)) {
        summary_.first_commit_at = std::min(*at, summary_.first_commit_at.value_or(*at));
        summary_.last_commit_at = std::max(*at, summary_.last_commit_at.value_or(*at));
    }
}

void Output::lose(const std::string& kind, const std::string& example)
{
    auto& loss = losses_[kind];
    if (loss.count++ == 0) {
        loss.example = example;
    }
}

void Output::refuse(const std::string& where, const std::string& reason)
{
    constexpr std::uint64_t max_reported = 20;
    if (summary_.refused++ < max_reported) {
        log_.error(fmt::format("{}: {}", where, reason));
    }
}

Summary Output::summary() const
{
    constexpr std::size_t max_example_bytes = 200;
    auto summary = summary_;
    summary.commits = commits_.size();
    for (const auto& [kind, loss] : losses_) {
        summary.losses.push_back(fmt::format(
            "{}: {}, such as {}", kind, loss.count, loss.example.substr(0, max_example_bytes)));
    }
    return summary;
}

std::string to_text(const Summary& summary)
{
    auto text = fmt::format("jobs: {}, commits: {}, results: {}, samples: {}",
                            summary.jobs,
                            summary.commits,
                            summary.results,
                            summary.samples);
    if (summary.first_commit_at) {
        text += fmt::format("\ncommits from {} to {}",
                            to_rfc3339(*summary.first_commit_at),
                            to_rfc3339(*summary.last_commit_at));
    }
    if (summary.aliases > 0) {
        text += fmt::format("\naliases: {}", summary.aliases);
    }
    return text + '\n';
}

} // namespace cb::imports
