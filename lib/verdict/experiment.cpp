#include "verdict/experiment.hpp"

#include "base/hash.hpp"
#include "manifest/job_identity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace cb::verdict {

namespace {

/// How many attempts of a commit one query of the store asks for.
constexpr std::uint64_t attempts_per_query = 100;
/// How often a job may fail by the machine's fault.
constexpr std::uint64_t max_machine_failures = 3;
constexpr std::size_t max_listed = 8;

std::string describe(const store::SeriesInfo& series)
{
    return fmt::format("--benchmark '{}' --test '{}' --metric '{}' ({})",
                       series.benchmark,
                       series.test,
                       series.metric,
                       series.unit);
}

std::string list(std::span<const store::SeriesInfo> all)
{
    std::string lines;
    for (const auto& series : all.first(std::min(all.size(), max_listed))) {
        lines += "\n" + describe(series);
    }
    return all.size() > max_listed ? fmt::format("{}\nand {} more", lines, all.size() - max_listed)
                                   : lines;
}

/// The selected series; nullopt if there are no results at all.
std::optional<store::SeriesInfo> find_series(const ExperimentPlan& plan, store::Queries& queries)
{
    const auto selected = queries.series(plan.name, plan.series);
    if (selected.size() == 1) {
        return selected.front();
    }
    if (selected.size() > 1) {
        throw Error{Errc::usage,
                    fmt::format("{} series of {} match; select one:{}",
                                selected.size(),
                                plan.name,
                                list(selected))};
    }
    const auto all = queries.series(plan.name);
    if (!all.empty()) {
        throw Error{Errc::usage,
                    fmt::format("no series of {} matches; there are:{}", plan.name, list(all))};
    }
    return std::nullopt;
}

} // namespace

Experiment::Experiment(const git::Repository& repository,
                       ExperimentPlan plan,
                       store::Store& store,
                       store::Queries& queries)
    : repository_{repository}, positions_{repository}, plan_{std::move(plan)}, store_{store},
      series_{find_series(plan_, queries)}
{
    if (!series_) {
        return;
    }
    for (const auto& point : queries.history(plan_.name, series_->id)) {
        if (point.job->status == Status::ok && point.figures.median) {
            values_.emplace(point.job->work,
                            Value{{*point.figures.median, point.job->wall_s.value_or(0)},
                                  point.job->worker,
                                  point.job->host_key});
        }
    }
}

JobId Experiment::identity(const Trial& trial) const
{
    return job_identity(watch::make_source(repository_, plan_.name, plan_.commits.at(trial.commit)),
                        plan_.config,
                        trial.attempt);
}

TrialState Experiment::look_up(const Trial& trial)
{
    const auto value = values_.find(identity(trial).text());
    if (value != values_.end()) {
        check_machine(value->second);
        return value->second.measured;
    }
    return judge(trial, known(trial));
}

void Experiment::check_machine(const Value& value)
{
    const std::pair machine{value.worker, value.host_key};
    if (!machine_) {
        machine_ = machine;
    } else if (*machine_ != machine) {
        throw Error{Errc::usage,
                    fmt::format("the runs are from two kinds of machines, which do not compare: {} "
                                "({}) and {} ({}); start again with another --name",
                                machine_->first,
                                machine_->second,
                                machine.first,
                                machine.second)};
    }
}

std::vector<KnownJob> Experiment::known(const Trial& trial)
{
    const auto batch = (trial.attempt - 1) / attempts_per_query;
    if (asked_.emplace(trial.commit, batch).second) {
        std::vector<JobId> works;
        for (std::uint64_t i = 1; i <= attempts_per_query; ++i) {
            works.push_back(identity({trial.commit, batch * attempts_per_query + i}));
        }
        for (auto& job : store_.known(works)) {
            known_[job.work.text()].push_back(std::move(job));
        }
    }
    const auto found = known_.find(identity(trial).text());
    return found == known_.end() ? std::vector<KnownJob>{} : found->second;
}

/// \pre the trial has no value
TrialState Experiment::judge(const Trial& trial, std::span<const KnownJob> jobs) const
{
    if (jobs.empty()) {
        return Due{};
    }
    if (std::any_of(jobs.begin(), jobs.end(), [](const KnownJob& job) {
            return job.status == Status::ok;
        })) {
        return Broken{"no result of this series"};
    }
    const auto of_machine = std::find_if(
        jobs.begin(), jobs.end(), [](const KnownJob& job) { return job.fault == Fault::machine; });
    if (of_machine == jobs.end()) {
        return Broken{jobs.front().reason};
    }
    if (of_machine->tries >= max_machine_failures) {
        throw Error{Errc::unavailable,
                    fmt::format("{} failed {} times because of the machine ({}); repair it, or "
                                "start again with another --name",
                                plan_.commits[trial.commit].commit.hex().substr(0, 12),
                                of_machine->tries,
                                of_machine->reason)};
    }
    return Due{};
}

std::vector<Manifest> Experiment::make_jobs(std::span<const Trial> trials, Time asked_at)
{
    std::vector<Manifest> jobs;
    for (const auto& trial : trials) {
        const auto& candidate = plan_.commits.at(trial.commit);
        auto source = watch::make_full_source(repository_, plan_.name, candidate);
        source.position = positions_.of(candidate.commit);
        jobs.push_back(Manifest::of_work(
            identity(trial), std::move(source), plan_.config, trial.attempt, asked_at));
    }
    return jobs;
}

std::uint64_t Experiment::seed() const
{
    const auto text = plan_.commits.front().commit.hex() + plan_.commits.back().commit.hex();
    return std::stoull(sha256_hex(text).substr(0, 15), nullptr, 16);
}

} // namespace cb::verdict
