#include "base/error.hpp"
#include "store/history_order.hpp"
#include "store/job_medians.hpp"
#include "verdict/comparison_input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <tuple>
#include <unordered_map>

namespace cb::verdict {

namespace {

SeriesName name_of(const store::SeriesInfo& info)
{
    return {info.benchmark, info.test, info.metric, info.unit, info.direction};
}

Environment environment_of(const store::JobInfo& job)
{
    return {job.worker, job.host_key, job.config};
}

/// The samples, or the middle of a summary or of retired samples.
std::vector<double> values_of(const store::Point& point)
{
    if (!point.samples.empty()) {
        return point.samples;
    }
    const auto middle = point.figures.median ? point.figures.median : point.figures.mean;
    return middle ? std::vector{*middle} : std::vector<double>{};
}

/// The jobs of these points that count, each with its values.
std::vector<JobValues> jobs_of(std::span<const store::Point> points,
                               const std::optional<std::string>& worker)
{
    std::vector<JobValues> jobs;
    for (const auto& point : points) {
        const bool is_of_worker = !worker || point.job->worker == *worker;
        if (point.job->status != Status::ok || !is_of_worker) {
            continue;
        }
        if (auto its = values_of(point); !its.empty()) {
            jobs.push_back({environment_of(*point.job),
                            std::move(its),
                            known(point.job->verdict).value_or(Verdict::clean)});
        }
    }
    return jobs;
}

/// The places of the last commits before the base, by their names. A commit that is known to have
/// forked from the first parents of the base is none of its history.
std::unordered_map<std::string_view, std::size_t>
places_before_base(const StoredSides& sides, std::span<const store::CommitInfo> commits)
{
    std::unordered_map<std::string_view, std::size_t> places;
    const auto base = std::find_if(commits.begin(), commits.end(), [&](const auto& commit) {
        return commit.hash == sides.base;
    });
    if (base == commits.end()) {
        return places;
    }
    const auto until_base = commits.first(static_cast<std::size_t>(base - commits.begin()) + 1);
    std::vector<bool> may_be_head(until_base.size());
    may_be_head.back() = true;
    const auto line = store::find_line(until_base, may_be_head);
    for (auto i = until_base.size() - 1; i > 0 && places.size() < sides.history; --i) {
        if (line[i - 1]) {
            places.emplace(commits[i - 1].hash, i - 1);
        }
    }
    return places;
}

/// The jobs that succeeded on the last commits before the base, in the order of history.
std::vector<store::JobInfo> jobs_before_base(store::Queries& queries,
                                             const StoredSides& sides,
                                             std::span<const store::CommitInfo> commits)
{
    const auto places = places_before_base(sides, commits);
    store::JobFilter all{.status = Status::ok};
    all.max_jobs = std::numeric_limits<std::int64_t>::max();
    auto jobs = queries.jobs(sides.repository, all);
    std::erase_if(jobs, [&](const store::JobInfo& job) {
        return !job.commit || !places.contains(*job.commit) ||
               (sides.worker && job.worker != *sides.worker);
    });
    std::sort(jobs.begin(), jobs.end(), [&](const store::JobInfo& a, const store::JobInfo& b) {
        const auto place = places.at(*a.commit);
        const auto other = places.at(*b.commit);
        return std::tie(place, a.job) < std::tie(other, b.job);
    });
    return jobs;
}

/// Adds the medians of the jobs before the base.
void add_history(store::Queries& queries,
                 const StoredSides& sides,
                 std::span<const store::CommitInfo> commits,
                 const ReadMedians& read,
                 std::vector<SeriesPair>& pairs)
{
    const auto jobs = jobs_before_base(queries, sides, commits);
    std::vector<std::int64_t> ids;
    std::vector<std::shared_ptr<const Environment>> environments; // of the jobs
    std::unordered_map<std::int64_t, std::size_t> place_of_job;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        ids.push_back(jobs[i].id);
        environments.push_back(std::make_shared<const Environment>(environment_of(jobs[i])));
        place_of_job.emplace(jobs[i].id, i);
    }
    using Key = std::tuple<std::string, std::string, std::string, std::string>;
    std::map<Key, SeriesPair*> by_name;
    for (auto& pair : pairs) {
        const auto& name = pair.name;
        by_name.emplace(Key{name.benchmark, name.test, name.metric, name.unit}, &pair);
    }
    using Medians = std::vector<std::pair<std::size_t, double>>; // by job
    std::unordered_map<std::int64_t, std::pair<SeriesPair*, Medians>> by_series;
    for (const auto& info : queries.series(sides.repository, sides.series)) {
        const auto at = by_name.find({info.benchmark, info.test, info.metric, info.unit});
        if (at != by_name.end()) {
            by_series[info.id].first = at->second;
        }
    }
    read(ids, [&](std::int64_t series, std::int64_t job, double median) {
        if (const auto at = by_series.find(series); at != by_series.end()) {
            at->second.second.emplace_back(place_of_job.at(job), median);
        }
    });
    for (auto& [series, its] : by_series) {
        auto& [pair, medians] = its;
        std::sort(medians.begin(), medians.end());
        for (const auto& [job, median] : medians) {
            pair->history.push_back({environments[job], median});
        }
    }
}

bool is_of_pull(const std::vector<store::JobInfo>& jobs, std::optional<std::uint64_t> pull)
{
    return pull && std::any_of(jobs.begin(), jobs.end(), [&pull](const store::JobInfo& job) {
               return job.pull_number == pull;
           });
}

std::optional<std::uint64_t> pull_of(const std::vector<store::JobInfo>& jobs)
{
    return jobs.empty() ? std::nullopt : jobs.front().pull_number;
}

bool has_results(const std::vector<store::JobInfo>& jobs)
{
    return std::any_of(
        jobs.begin(), jobs.end(), [](const store::JobInfo& job) { return job.is_measured(); });
}

} // namespace

std::vector<SideSeries>
read_side(store::Queries& queries, const StoredSides& sides, const std::string& commit)
{
    std::vector<SideSeries> side;
    queries.for_each_pair(sides.repository,
                          commit,
                          "",
                          [&](const store::SeriesInfo& info,
                              std::span<const store::Point> points,
                              std::span<const store::Point>) {
                              auto jobs = jobs_of(points, sides.worker);
                              if (!jobs.empty()) {
                                  side.push_back({name_of(info), std::move(jobs)});
                              }
                          });
    keep_selected(side, sides.series);
    if (side.empty()) {
        throw Error{Errc::usage,
                    fmt::format("commit {} of {} has no results in the store, or none that the "
                                "options select; cb watch lists the commits to benchmark",
                                commit,
                                sides.repository)};
    }
    return side;
}

std::vector<SeriesPair> read_pairs(store::Queries& queries,
                                   const StoredSides& sides,
                                   std::span<const store::CommitInfo> commits)
{
    return read_pairs(queries,
                      sides,
                      commits,
                      [&](std::span<const std::int64_t> jobs, const store::MedianUse& use) {
                          store::for_each_median(queries, sides.repository, jobs, use);
                      });
}

std::vector<SeriesPair> read_pairs(store::Queries& queries,
                                   const StoredSides& sides,
                                   std::span<const store::CommitInfo> commits,
                                   const ReadMedians& read)
{
    auto pairs = pair_series(read_side(queries, sides, sides.base),
                             read_side(queries, sides, sides.candidate));
    add_history(queries, sides, commits, read, pairs);
    return pairs;
}

std::string find_base(store::Queries& queries,
                      const std::string& repository,
                      std::span<const store::CommitInfo> commits,
                      const std::string& commit)
{
    std::unordered_map<std::string, std::string> parents;
    for (const auto& one : commits) {
        if (!one.parents.empty()) {
            parents.emplace(one.hash, one.parents.front());
        }
    }
    const auto jobs_at = [&](const std::string& hash) {
        return queries.jobs(repository, {.commit = hash});
    };
    const auto pull = pull_of(jobs_at(commit));
    for (auto at = parents.find(commit); at != parents.end();) {
        const auto parent = at->second;
        const auto jobs = jobs_at(parent);
        if (has_results(jobs) && !is_of_pull(jobs, pull)) {
            return parent;
        }
        parents.erase(at); // also ends a cycle, which only a damaged store has
        at = parents.find(parent);
    }
    throw Error{Errc::usage,
                fmt::format("no ancestor of commit {} has results in the store; name the commit to "
                            "compare with",
                            commit)};
}

} // namespace cb::verdict
