#include "watch/due.hpp"

#include "base/stop.hpp"
#include "git/positions.hpp"
#include "git/walk.hpp"
#include "manifest/job_identity.hpp"
#include "watch/job_source.hpp"
#include "watch/pushed.hpp"
#include "watch/spread.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace cb::watch {

namespace {

/// The number of jobs per query of the store.
constexpr std::size_t batch_size = 500;

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

bool is_since(const std::optional<Time>& since, std::int64_t committed_at_s)
{
    return !since ||
           committed_at_s >=
               std::chrono::floor<std::chrono::seconds>(*since).time_since_epoch().count();
}

/// The heads that are not too old. Reads them only if that matters.
std::vector<Candidate> list_heads(const git::Repository& repository,
                                  std::vector<Candidate> heads,
                                  const std::optional<Time>& since)
{
    if (since) {
        std::erase_if(heads, [&](const Candidate& head) {
            const auto at = repository.commit(head.commit).committed_at;
            return at && *at < *since;
        });
    }
    return heads;
}

ClaimableJob claimable(const JobId& work, const Source& source, const Config& config)
{
    return {
        .work = work, .repository = source.repo, .commit = source.commit, .config = config.name};
}

std::vector<Candidate> list_history(const Plan& plan, const std::optional<Time>& since)
{
    std::vector<CommitId> include;
    for (const auto& start : plan.starts) {
        include.push_back(start.commit);
    }
    git::Walk walk{plan.repository, include, plan.exclude};
    std::vector<Candidate> found;
    std::unordered_map<std::string, std::string> tags;
    for (const auto& start : plan.starts) {
        if (start.tag) {
            tags.emplace(start.commit.hex(), *start.tag);
        }
    }
    while (const auto step = walk.next()) {
        if (is_since(since, step->committed_at_s)) {
            found.push_back({step->commit, plan.starts[step->start].branch});
            if (const auto tag = tags.find(step->commit.hex()); tag != tags.end()) {
                found.back().tag = tag->second;
            }
        }
    }
    return found;
}

/// Adds the pull requests. A commit of a selected branch is that branch's; a pull request that is
/// not trusted takes nothing from it.
void add_pulls(std::vector<Candidate>& candidates, std::vector<Candidate> pulls)
{
    if (pulls.empty()) {
        return;
    }
    std::unordered_map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        places.emplace(candidates[i].commit.hex(), i);
    }
    for (auto& pull : pulls) {
        const auto [at, is_new] = places.emplace(pull.commit.hex(), candidates.size());
        if (is_new) {
            candidates.push_back(std::move(pull));
        } else if (pull.pull->trusted && !candidates[at->second].pull) {
            candidates[at->second].pull = std::move(pull.pull);
        }
    }
}

} // namespace

void DueJobs::emit(const Plan& plan)
{
    if (is_full() || (plan.starts.empty() && plan.pulls.empty())) {
        return;
    }
    if (!is_time(plan.name)) {
        ++result_.waiting;
        return;
    }
    parts_ = plan.parts.get();
    auto candidates = list_candidates(plan);
    add_pulls(candidates, list_heads(plan.repository, plan.pulls, request_.since));
    std::vector<Job> jobs;
    for (std::span<const Candidate> rest{std::as_const(candidates)}; !rest.empty();) {
        const auto place = candidates.size() - rest.size();
        auto batch = due(plan, take_batch(rest));
        for (auto& job : batch) {
            job.place += place;
        }
        std::move(batch.begin(), batch.end(), std::back_inserter(jobs));
    }
    if (request_.steps) {
        keep_spread(jobs, candidates.size());
    }
    if (!jobs.empty()) {
        emit_in_order(plan, std::move(jobs));
        flush();
    }
}

bool DueJobs::is_time(const std::string& repository) const
{
    return request_.schedule.permits(request_.now, [&](Time after) {
        return stored_.find_last_pass(repository, request_.config.name, after);
    });
}

std::vector<Candidate> DueJobs::list_candidates(const Plan& plan) const
{
    if (plan.starts.empty()) {
        return {};
    }
    return plan.extent == Extent::history
               ? list_history(plan, request_.since)
               : list_heads(plan.repository,
                            plan.extent == Extent::head ? list_relevant_heads(plan)
                                                        : list_all_pushed(plan),
                            request_.since);
}

std::vector<Candidate> DueJobs::list_relevant_heads(const Plan& plan) const
{
    std::vector<Candidate> heads;
    for (const auto& start : plan.starts) {
        heads.push_back(relevance_.find_last(plan.repository, start).value_or(start));
    }
    return heads;
}

std::vector<Candidate> DueJobs::list_all_pushed(const Plan& plan) const
{
    const auto are_stored = [&](std::span<const Candidate> candidates) {
        const auto works = identify(plan, candidates);
        const auto standings = find_standings(works);
        std::vector<bool> stored;
        for (const auto& work : works) {
            stored.push_back(standings.at(work.text()) != Standing::due);
        }
        return stored;
    };
    std::vector<Candidate> all;
    for (const auto& start : plan.starts) {
        auto line = list_pushed(plan.repository, start, are_stored);
        // The head is asked about in any case: it may be due again.
        if (line.empty()) {
            line.push_back(start);
        }
        std::move(line.begin(), line.end(), std::back_inserter(all));
    }
    return all;
}

std::vector<JobId> DueJobs::identify(const Plan& plan, std::span<const Candidate> candidates) const
{
    std::vector<JobId> works;
    for (const auto& candidate : candidates) {
        works.push_back(job_identity(
            make_source(plan.repository, plan.name, candidate), request_.config, request_.attempt));
    }
    return works;
}

void DueJobs::keep_spread(std::vector<Job>& jobs, std::size_t length) const
{
    std::vector<std::size_t> free;
    for (const auto& job : jobs) {
        free.push_back(job.place);
    }
    const auto chosen = spread(length, free, *request_.steps);
    std::erase_if(jobs, [&chosen](const Job& job) { return !chosen.contains(job.place); });
}

std::vector<DueJobs::Job> DueJobs::due(const Plan& plan, std::span<const Candidate> candidates)
{
    throw_if_stopped();
    const auto works = identify(plan, candidates);
    const auto standings = find_standings(works);
    std::vector<Job> jobs;
    for (std::size_t i = 0; i < works.size(); ++i) {
        const auto standing = standings.at(works[i].text());
        if (standing == Standing::done || standing == Standing::failed) {
            count_stored(standing);
        } else if (!relevance_.is_relevant(plan.repository, candidates[i])) {
            ++result_.not_relevant;
        } else if (found_.insert(works[i].text()).second) {
            jobs.push_back({works[i], candidates[i], standing == Standing::again, i});
        }
    }
    drop_claimed(plan, jobs);
    return jobs;
}

std::unordered_map<std::string, Standing>
DueJobs::find_standings(std::span<const JobId> works) const
{
    std::unordered_map<std::string, std::vector<KnownJob>> known;
    for (auto& job : stored_.find(works)) {
        known[job.work.text()].push_back(std::move(job));
    }
    std::unordered_map<std::string, Standing> standings;
    for (const auto& work : works) {
        const auto stored = known.find(work.text());
        standings[work.text()] = stored == known.end()
                                     ? Standing::due
                                     : find_standing(stored->second, request_.retry, request_.now);
    }
    return standings;
}

void DueJobs::count_stored(Standing standing)
{
    ++result_.stored;
    result_.failed += standing == Standing::failed ? 1U : 0U;
}

void DueJobs::drop_claimed(const Plan& plan, std::vector<Job>& jobs)
{
    if (claims_ == nullptr || jobs.empty()) {
        return;
    }
    std::vector<ClaimableJob> asked;
    for (const auto& job : jobs) {
        const auto source = make_source(plan.repository, plan.name, job.candidate);
        asked.push_back(claimable(job.id, source, request_.config));
    }
    const auto held = claims_->held(asked);
    const std::unordered_set<std::string> others{held.begin(), held.end()};
    result_.claimed +=
        std::erase_if(jobs, [&others](const Job& job) { return others.contains(job.id.text()); });
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
                emit_one(job, make_full_source(plan.repository, plan.name, job.candidate));
            }
        }
        return;
    }
    std::vector<std::pair<Job, Source>> level;
    level.reserve(jobs.size());
    for (const auto& job : jobs) {
        level.emplace_back(job, make_full_source(plan.repository, plan.name, job.candidate));
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
    ready_.push_back({job, std::move(source)});
    if (claims_ == nullptr || ready_.size() >= chunk_ || is_full()) {
        flush();
    }
}

void DueJobs::flush()
{
    using namespace std::chrono_literals;
    constexpr std::size_t max_chunk = 1000;
    auto ready = std::exchange(ready_, {});
    const auto claimed = ready.size();
    const auto begin = std::chrono::steady_clock::now();
    if (claims_ != nullptr && !ready.empty()) {
        claim(ready);
    }
    for (auto& [job, source] : ready) {
        if (parts_ != nullptr) {
            const bool is_trusted = !source.pull || source.pull->trusted;
            parts_->fetch(*source.commit,
                          is_trusted ? git::NewSources::fetch : git::NewSources::refuse);
        }
        emit_(Manifest::of_work(
            job.id, std::move(source), request_.config, request_.attempt, request_.now));
        ++result_.due;
        result_.again += job.is_again ? 1U : 0U;
    }
    const auto took = std::chrono::steady_clock::now() - begin;
    if (took < 100ms && claimed >= chunk_) {
        chunk_ = std::min(2 * chunk_, max_chunk);
    } else if (took > 1s) {
        chunk_ = 1;
    }
}

void DueJobs::claim(std::vector<Ready>& ready)
{
    std::vector<ClaimableJob> asked;
    for (const auto& [job, source] : ready) {
        asked.push_back(claimable(job.id, source, request_.config));
    }
    const auto got = claims_->take(asked);
    const std::unordered_set<std::string> taken{got.begin(), got.end()};
    result_.claimed += std::erase_if(
        ready, [&taken](const Ready& one) { return !taken.contains(one.job.id.text()); });
    std::vector<JobId> works;
    for (const auto& [job, source] : ready) {
        works.push_back(job.id);
    }
    // Another pass may have stored and released a job since it was found to be due.
    const auto standings = find_standings(works);
    std::vector<ClaimableJob> needless;
    std::erase_if(ready, [&](const Ready& one) {
        const auto standing = standings.at(one.job.id.text());
        const bool is_stored = standing == Standing::done || standing == Standing::failed;
        if (is_stored) {
            count_stored(standing);
            needless.push_back(claimable(one.job.id, one.source, request_.config));
        }
        return is_stored;
    });
    if (!needless.empty()) {
        claims_->release(needless);
    }
}

} // namespace cb::watch
