#include "store/history_map.hpp"

#include "store/history_order.hpp"
#include "store/stored_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace cb::store {

namespace {

std::vector<CommitInfo> commits_of(db::Transaction& transaction, std::int64_t repository_id)
{
    std::vector<CommitInfo> commits;
    transaction.query(
        "SELECT hash, parents, position, committed_at, author, subject FROM git_commit "
        "WHERE repository_id = $1 ORDER BY hash",
        {repository_id},
        [&commits](const db::Row& row) {
            commits.push_back({.hash = std::string{row.text(0)},
                               .parents = stored_names(row.maybe_text(1)),
                               .position = row.maybe_integer(2),
                               .committed_at = row.time(3),
                               .author = row.maybe_text(4),
                               .subject = row.maybe_text(5)});
        });
    return commits;
}

std::vector<JobInfo> jobs_of(db::Transaction& transaction, std::int64_t repository_id)
{
    std::vector<JobInfo> jobs;
    transaction.query(
        fmt::format("SELECT {} FROM {} WHERE job.repository_id = $1 AND job.is_current",
                    job_columns,
                    job_tables),
        {repository_id},
        [&jobs](const db::Row& row) { jobs.push_back(job_info(row)); });
    return jobs;
}

/// The commits of the branch, as indexes of `commits`.
std::vector<std::size_t> commits_of_branch(std::span<const CommitInfo> commits,
                                           std::span<const JobInfo> jobs,
                                           const std::string& branch)
{
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < commits.size(); ++i) {
        places.emplace(commits[i].hash, i);
    }
    std::vector<std::size_t> named;
    for (const auto& job : jobs) {
        if (job.branch == branch && job.commit) {
            named.push_back(places.at(*job.commit));
        }
    }
    std::sort(named.begin(), named.end());
    named.erase(std::unique(named.begin(), named.end()), named.end());
    if (named.empty()) {
        return named;
    }
    // `commits` are in the order of history.
    auto all = first_parents(commits, std::span{named}.last(1));
    all.insert(all.end(), named.begin(), named.end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

/// Removes commits outside the filter's range and time.
void keep_range(std::vector<CommitInfo>& commits, const HistoryFilter& filter)
{
    const auto place_of = [&commits](const std::string& hash) {
        return std::find_if(commits.begin(), commits.end(), [&hash](const CommitInfo& commit) {
            return commit.hash == hash;
        });
    };
    if (filter.last) {
        const auto last = place_of(*filter.last);
        commits.erase(last == commits.end() ? commits.begin() : last + 1, commits.end());
    }
    if (filter.first) {
        const auto first = place_of(*filter.first);
        commits.erase(commits.begin(), first == commits.end() ? first : first + 1);
    }
    if (filter.since) {
        std::erase_if(commits, [&filter](const CommitInfo& commit) {
            return !commit.committed_at || *commit.committed_at < *filter.since;
        });
    }
}

} // namespace

JobInfo job_info(const db::Row& row)
{
    const auto text = [&row](int column) { return std::string{row.text(column)}; };
    JobInfo job{.id = row.integer(0),
                .job = text(1),
                .work = text(2),
                .attempt = static_cast<std::uint64_t>(row.integer(3)),
                .commit = row.maybe_text(4),
                .branch = row.maybe_text(5),
                .tag = row.maybe_text(6),
                .pull_number = row.maybe_integer(7),
                .worker = text(8),
                .host_key = text(9),
                .host_name = text(10),
                .config = text(11),
                .status = stored_word<Status>(row.text(12)),
                .failure = {},
                .started_at = row.time(17),
                .wall_s = row.maybe_real(18),
                .verdict = stored_verdict(row.maybe_text(19))};
    if (!row.is_null(13)) {
        job.failure = Failure{.stage = stored_word<Stage>(row.text(13)),
                              .reason = text(14),
                              .message = text(15),
                              .fault = stored_fault(row.maybe_text(16))};
    }
    return job;
}

HistoryMap::HistoryMap(db::Transaction& transaction,
                       std::int64_t repository_id,
                       const HistoryFilter& filter)
{
    const auto stored = commits_of(transaction, repository_id);
    for (const auto at : history_order(stored)) {
        commits_.push_back(stored[at]);
    }
    auto jobs = jobs_of(transaction, repository_id);
    if (filter.branch) {
        std::vector<CommitInfo> chosen;
        for (const auto at : commits_of_branch(commits_, jobs, *filter.branch)) {
            chosen.push_back(std::move(commits_[at]));
        }
        commits_ = std::move(chosen);
    }
    keep_range(commits_, filter);
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < commits_.size(); ++i) {
        places.emplace(commits_[i].hash, i);
    }
    for (auto& job : jobs) {
        const auto at = job.commit ? places.find(*job.commit) : places.end();
        if (at != places.end()) {
            job_ids_.push_back(job.id);
            jobs_.emplace(job.id,
                          Placed{at->second, std::make_shared<const JobInfo>(std::move(job))});
        }
    }
    std::sort(job_ids_.begin(), job_ids_.end(), [this](std::int64_t a, std::int64_t b) {
        const auto& left = jobs_.at(a);
        const auto& right = jobs_.at(b);
        return std::tie(left.place, left.job->job) < std::tie(right.place, right.job->job);
    });
}

const HistoryMap::Placed* HistoryMap::find(std::int64_t job_id) const
{
    const auto at = jobs_.find(job_id);
    return at == jobs_.end() ? nullptr : &at->second;
}

} // namespace cb::store
