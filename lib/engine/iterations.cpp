#include "engine/iterations.hpp"

#include "base/subprocess.hpp"
#include "base/time.hpp"
#include "engine/attempt.hpp"
#include "host/fitness.hpp"
#include "manifest/usage_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace cb::engine {

namespace {

/// Whether there was a transient disturbance, which a new attempt may avoid. Such reasons have a
/// figure; reasons about the machine's settings do not.
bool was_disturbed(const Fitness& fitness)
{
    return std::any_of(
        fitness.reasons.begin(), fitness.reasons.end(), [](const FitnessReason& reason) {
            return !(reason.weight == Verdict::clean) && reason.value;
        });
}

/// \pre the decision was to stop
StopReason reason_of(stats::Decision decision)
{
    switch (decision) {
    case stats::Decision::out_of_time:
        return StopReason::out_of_time;
    case stats::Decision::out_of_runs:
        return StopReason::out_of_runs;
    case stats::Decision::precise_enough:
    case stats::Decision::go_on:
        break;
    }
    return StopReason::precise_enough;
}

void run_until(Iterations& iterations, const stats::StoppingRule& rule)
{
    const auto start = std::chrono::steady_clock::now();
    auto decision = stats::Decision::go_on;
    while (iterations.ok() && decision == stats::Decision::go_on) {
        iterations.add_one();
        decision = rule.decide(iterations.wall_s(), std::chrono::steady_clock::now() - start);
    }
    Stopping stopping{.rule = rule.to_string(),
                      .reason = iterations.ok() ? reason_of(decision) : StopReason::failed,
                      .low_s = std::nullopt,
                      .high_s = std::nullopt,
                      .confidence = std::nullopt};
    const auto interval = iterations.ok() ? rule.interval(iterations.wall_s()) : std::nullopt;
    if (interval) {
        stopping.low_s = interval->low;
        stopping.high_s = interval->high;
        stopping.confidence = interval->confidence;
    }
    iterations.run().stopping = std::move(stopping);
}

/// A last line without a newline must not become one with the first of the next iteration.
void add_output(std::string& all, std::string_view output)
{
    if (!all.empty() && all.back() != '\n' && !output.empty()) {
        all += '\n';
    }
    all += output;
}

} // namespace

Iterations::Iterations(Runner& runner, Request request, unsigned retries)
    : runner_{runner}, request_{std::move(request)}, retries_{retries}
{
    run_.image = request_.image.id;
    run_.argv = request_.argv;
    run_.started_at = now();
    run_.wall_s = 0;
}

void Iterations::keep(Attempt&& attempt)
{
    const auto& iteration = attempt.iteration;
    if (run_.iterations.empty()) {
        run_.usage = iteration.usage;
    } else {
        add_usage(run_.usage, iteration.usage);
    }
    run_.wall_s = run_.wall_s.value_or(0) + iteration.wall_s;
    run_.overhead_s += attempt.overhead_s;
    run_.exit_code = iteration.exit_code;
    run_.signal = iteration.signal;
    run_.outcome = iteration.outcome;
    run_.pins = attempt.pins;
    host::add_fitness(run_.fitness, attempt.fitness);
    run_.provenance.insert(attempt.provenance.begin(), attempt.provenance.end());
    add_output(run_.output, attempt.output);
    add_output(run_.error_output, attempt.error_output);
    std::move(attempt.files.begin(), attempt.files.end(), std::back_inserter(run_.files));
    run_.output_truncated = run_.output_truncated || attempt.output_truncated;
    run_.log += attempt.log;
    run_.iterations.push_back(std::move(attempt.iteration));
    problem_ = std::move(attempt.problem);
    fault_ = attempt.fault;
}

/// The output limit applies to the whole run, because one manifest holds all of it.
Attempt Iterations::attempt()
{
    auto request = request_;
    std::uint64_t kept = run_.output.size() + run_.error_output.size();
    for (const auto& file : run_.files) {
        kept += file.content.size();
    }
    request.output = Bytes{request.output.count() - std::min(kept, request.output.count())};
    return runner_.attempt(request);
}

void Iterations::observe(OnProgress on_progress, std::optional<unsigned> planned)
{
    on_progress_ = std::move(on_progress);
    planned_ = planned;
}

void Iterations::report(RunProgress::Phase phase,
                        unsigned number,
                        std::optional<unsigned> planned) const
{
    if (on_progress_) {
        on_progress_({.phase = phase, .number = number, .planned = planned, .run = run_});
    }
}

void Iterations::warm_up(unsigned times)
{
    for (unsigned i = 0; i < times && ok(); ++i) {
        report(RunProgress::Phase::warmup, i + 1, times);
        auto attempt = this->attempt();
        if (attempt.iteration.outcome == Outcome::ok) {
            ++run_.warmup;
        } else {
            keep(std::move(attempt));
        }
    }
}

void Iterations::add_one()
{
    const auto number = static_cast<unsigned>(run_.iterations.size()) + 1;
    report(RunProgress::Phase::measuring, number, planned_);
    auto attempt = this->attempt();
    while (attempt.iteration.outcome == Outcome::ok && retries_ > 0 &&
           was_disturbed(attempt.fitness)) {
        --retries_;
        ++run_.retried;
        attempt = this->attempt();
    }
    keep(std::move(attempt));
}

std::vector<double> Iterations::wall_s() const
{
    std::vector<double> times;
    times.reserve(run_.iterations.size());
    for (const auto& iteration : run_.iterations) {
        times.push_back(iteration.wall_s);
    }
    return times;
}

void run_all(Iterations& iterations, const Schedule& schedule)
{
    iterations.warm_up(schedule.warmup);
    if (schedule.until) {
        run_until(iterations, *schedule.until);
        return;
    }
    for (unsigned i = 0; i < schedule.repeat.value_or(1) && iterations.ok(); ++i) {
        iterations.add_one();
    }
}

std::string describe_failure(Iterations& iterations)
{
    const auto& run = iterations.run();
    const auto& request = iterations.request();
    switch (run.outcome.value_or(Outcome::engine)) {
    case Outcome::ok:
        return {};
    case Outcome::not_relevant:
        return fmt::format("the command said that the commit is not relevant (exit status {})",
                           exit_not_relevant);
    case Outcome::exit:
        return fmt::format("the command {}",
                           to_string(ProcessEnd{Exited{run.exit_code.value_or(0)}}));
    case Outcome::signal:
        return fmt::format("the command {}",
                           to_string(ProcessEnd{Signaled{run.signal.value_or(0)}}));
    case Outcome::timeout:
        return fmt::format("the command did not end within {:g} s and was killed",
                           seconds(request.timeout));
    case Outcome::cpu_limit:
        return fmt::format("the command used more than {:g} s of processor time and was killed",
                           seconds(request.cpu_time.value_or(Duration{})));
    case Outcome::disk_limit:
        return fmt::format("the command wrote more than {} and was killed",
                           request.disk.to_string());
    case Outcome::oom:
        return fmt::format("the command needed more memory than {}",
                           request.memory ? request.memory->to_string()
                                          : std::string{"is available"});
    case Outcome::output_limit:
        return fmt::format("the command printed more than {} and was killed",
                           request.output.to_string());
    case Outcome::engine:
        return fmt::format("the command did not run: {}", iterations.problem());
    }
    return {};
}

} // namespace cb::engine
