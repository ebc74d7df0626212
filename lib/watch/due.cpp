#include "watch/due.hpp"

#include "base/stop.hpp"
#include "git/positions.hpp"
#include "git/walk.hpp"
#include "manifest/job_identity.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_map>

namespace cb {

namespace {

/// The number of jobs per query of the store.
constexpr std::size_t batch_size = 500;

/// A source with only the fields that need no reading of the commit.
Source make_source(const Plan& plan, const Candidate& candidate)
{
    Source source;
    source.repo = plan.name;
    source.url = plan.repository.path().native();
    source.commit = candidate.commit;
    source.branch = candidate.branch;
    return source;
}

/// A source with all fields, which requires reading the commit.
Source make_full_source(const Plan& plan, const Candidate& candidate)
{
    auto source = make_source(plan, candidate);
    auto commit = plan.repository.commit(candidate.commit);
    source.parents = std::move(commit.parents);
    source.author = std::move(commit.author);
    source.authored_at = std::move(commit.authored_at);
    source.committed_at = std::move(commit.committed_at);
    source.subject = std::move(commit.subject);
    return source;
}

template <typename T> std::span<const T> take_batch(std::span<const T>& rest)
{
    const auto batch = rest.first(std::min(batch_size, rest.size()));
    rest = rest.subspan(batch.size());
    return batch;
}

bool is_newer(const Source& a, const Source& b)
{
    return std::pair{known(a.committed_at), a.commit} > std::pair{known(b.committed_at), b.commit};
}

/// The selected commits, newest first as far as dates are known.
std::vector<Candidate> list_candidates(const Plan& plan)
{
    if (plan.extent == Extent::head) {
        return plan.starts;
    }
    std::vector<CommitId> include;
    for (const auto& start : plan.starts) {
        include.push_back(start.commit);
    }
    git::Walk walk{plan.repository, include, plan.exclude};
    std::vector<Candidate> found;
    while (const auto step = walk.next()) {
        found.push_back({step->commit, plan.starts[step->start].branch});
    }
    return found;
}

} // namespace

void DueJobs::emit(const Plan& plan)
{
    if (is_full() || plan.starts.empty()) {
        return;
    }
    const auto candidates = list_candidates(plan);
    std::vector<Job> jobs;
    for (std::span<const Candidate> rest{candidates}; !rest.empty();) {
        auto batch = due(plan, take_batch(rest));
        std::move(batch.begin(), batch.end(), std::back_inserter(jobs));
    }
    if (!jobs.empty()) {
        emit_in_order(plan, std::move(jobs));
    }
}

std::vector<DueJobs::Job> DueJobs::due(const Plan& plan, std::span<const Candidate> candidates)
{
    throw_if_stopped();
    std::vector<JobId> works;
    for (const auto& candidate : candidates) {
        works.push_back(
            job_identity(make_source(plan, candidate), request_.config, request_.attempt));
    }
    std::unordered_map<std::string, std::vector<KnownJob>> known;
    for (auto& job : find_stored_(works)) {
        known[job.work.text()].push_back(std::move(job));
    }
    std::vector<Job> jobs;
    for (std::size_t i = 0; i < works.size(); ++i) {
        const auto stored = known.find(works[i].text());
        const auto standing = stored == known.end()
                                  ? Standing::due
                                  : find_standing(stored->second, request_.retry, request_.now);
        if (standing == Standing::done || standing == Standing::failed) {
            ++result_.stored;
            result_.failed += standing == Standing::failed ? 1U : 0U;
        } else if (found_.insert(works[i].text()).second) {
            jobs.push_back({works[i], candidates[i], standing == Standing::again});
        }
    }
    return jobs;
}

/// Commits with equal positions are not ancestors of each other. Only these are sorted by date,
/// which requires reading them. Commits without a position keep the order of the walk.
void DueJobs::emit_in_order(const Plan& plan, std::vector<Job> jobs)
{
    git::Positions positions{plan.repository};
    for (auto& job : jobs) {
        job.position = positions.of(job.candidate.commit);
    }
    std::stable_sort(jobs.begin(), jobs.end(), [](const Job& a, const Job& b) {
        return a.position > b.position;
    });
    if (request_.order == Order::oldest_first) {
        std::reverse(jobs.begin(), jobs.end());
    }
    for (std::span<const Job> rest{jobs}; !rest.empty() && !is_full();) {
        const auto end = std::find_if(rest.begin(), rest.end(), [rest](const Job& job) {
            return job.position != rest.front().position;
        });
        const auto level = rest.first(static_cast<std::size_t>(end - rest.begin()));
        emit_level(plan, level);
        rest = rest.subspan(level.size());
    }
}

/// Emits jobs with equal positions.
void DueJobs::emit_level(const Plan& plan, std::span<const Job> jobs)
{
    if (!jobs.front().position && plan.extent == Extent::history) {
        for (const auto& job : jobs) {
            if (!is_full()) {
                emit_one(job, make_full_source(plan, job.candidate));
            }
        }
        return;
    }
    std::vector<std::pair<Job, Source>> level;
    level.reserve(jobs.size());
    for (const auto& job : jobs) {
        level.emplace_back(job, make_full_source(plan, job.candidate));
    }
    std::sort(level.begin(), level.end(), [](const auto& a, const auto& b) {
        return is_newer(a.second, b.second);
    });
    if (request_.order == Order::oldest_first) {
        std::reverse(level.begin(), level.end());
    }
    for (const auto& [job, source] : level) {
        emit_one(job, source);
    }
}

void DueJobs::emit_one(const Job& job, Source source)
{
    if (is_full()) {
        return;
    }
    source.position = job.position;
    emit_(Manifest::of_work(
        job.id, std::move(source), request_.config, request_.attempt, request_.now));
    ++result_.due;
    result_.again += job.is_again ? 1U : 0U;
}

} // namespace cb
