#include "watch/due.hpp"

#include "base/stop.hpp"
#include "git/walk.hpp"
#include "manifest/job_identity.hpp"

#include <algorithm>

namespace cb {

namespace {

/// How many jobs the store is asked for at once.
constexpr std::size_t batch_size = 500;

/// The source with what costs nothing to know.
Source source_of(const Plan& plan, const Candidate& candidate)
{
    Source source;
    source.repo = plan.name;
    source.url = plan.repository.path().native();
    source.commit = candidate.commit;
    source.branch = candidate.branch;
    return source;
}

/// The source with what the commit says, which costs reading it.
Source full_source_of(const Plan& plan, const Candidate& candidate)
{
    auto source = source_of(plan, candidate);
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

} // namespace

void DueJobs::emit(const Plan& plan)
{
    if (is_full() || plan.starts.empty()) {
        return;
    }
    if (plan.extent == Extent::head) {
        emit_heads(plan);
    } else {
        emit_history(plan);
    }
}

std::vector<DueJobs::Job> DueJobs::due(const Plan& plan, std::span<const Candidate> candidates)
{
    throw_if_stopped();
    std::vector<JobId> ids;
    for (const auto& candidate : candidates) {
        ids.push_back(job_identity(source_of(plan, candidate), request_.config, request_.attempt));
    }
    const auto stored = find_stored_(ids);
    std::vector<Job> jobs;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (stored.contains(ids[i])) {
            ++result_.stored;
        } else if (!emitted_.contains(ids[i].text())) {
            jobs.push_back({ids[i], candidates[i]});
        }
    }
    return jobs;
}

/// Of heads the time is not known before they are read, and of many branches few are due: these
/// alone are read, and then put in order.
void DueJobs::emit_heads(const Plan& plan)
{
    std::vector<std::pair<JobId, Source>> jobs;
    for (std::span<const Candidate> rest{plan.starts}; !rest.empty();) {
        for (const auto& job : due(plan, take_batch(rest))) {
            jobs.emplace_back(job.id, full_source_of(plan, job.candidate));
        }
    }
    // RFC 3339 in UTC sorts as text.
    std::stable_sort(jobs.begin(), jobs.end(), [](const auto& a, const auto& b) {
        return a.second.committed_at > b.second.committed_at;
    });
    if (request_.order == Order::oldest_first) {
        std::reverse(jobs.begin(), jobs.end());
    }
    for (const auto& [id, source] : jobs) {
        emit_one(id, source);
    }
}

void DueJobs::emit_history(const Plan& plan)
{
    std::vector<CommitId> include;
    for (const auto& start : plan.starts) {
        include.push_back(start.commit);
    }
    git::Walk walk{plan.repository, include, plan.exclude};
    std::vector<Candidate> found;
    while (const auto step = walk.next()) {
        found.push_back({step->commit, plan.starts[step->start].branch});
        if (request_.order == Order::newest_first && found.size() == batch_size) {
            emit_jobs(plan, found);
            found.clear();
            if (is_full()) {
                return;
            }
        }
    }
    if (request_.order == Order::oldest_first) {
        std::reverse(found.begin(), found.end());
    }
    for (std::span<const Candidate> rest{found}; !rest.empty() && !is_full();) {
        emit_jobs(plan, take_batch(rest));
    }
}

void DueJobs::emit_jobs(const Plan& plan, std::span<const Candidate> candidates)
{
    for (const auto& job : due(plan, candidates)) {
        if (is_full()) {
            return;
        }
        emit_one(job.id, full_source_of(plan, job.candidate));
    }
}

void DueJobs::emit_one(const JobId& id, const Source& source)
{
    if (is_full()) {
        return;
    }
    emit_(Manifest{id, source, request_.config});
    emitted_.insert(id.text());
    ++result_.due;
}

} // namespace cb
