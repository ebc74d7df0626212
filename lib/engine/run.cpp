#include "engine/run.hpp"

#include "base/error.hpp"
#include "base/subprocess.hpp"
#include "base/time.hpp"
#include "engine/attempt.hpp"
#include "engine/docker_run.hpp"
#include "engine/native_image.hpp"
#include "engine/native_run.hpp"
#include "manifest/words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::engine {

namespace {

template <typename T> void add_to(std::optional<T>& sum, const std::optional<T>& part)
{
    sum = sum && part ? std::optional<T>{*sum + *part} : std::nullopt;
}

/// Times and counts add up; of the peaks the highest counts. What one iteration has not, the sum
/// has not.
void add_usage(Usage& sum, const Usage& part)
{
    add_to(sum.user_s, part.user_s);
    add_to(sum.system_s, part.system_s);
    add_to(sum.minor_faults, part.minor_faults);
    add_to(sum.major_faults, part.major_faults);
    add_to(sum.voluntary_switches, part.voluntary_switches);
    add_to(sum.involuntary_switches, part.involuntary_switches);
    sum.peak_memory_bytes =
        sum.peak_memory_bytes && part.peak_memory_bytes
            ? std::optional{std::max(*sum.peak_memory_bytes, *part.peak_memory_bytes)}
            : std::nullopt;
    sum.unavailable.insert(part.unavailable.begin(), part.unavailable.end());
}

void add_attempt(Run& run, Attempt&& attempt)
{
    const auto& iteration = attempt.iteration;
    if (run.iterations.empty()) {
        run.usage = iteration.usage;
    } else {
        add_usage(run.usage, iteration.usage);
    }
    run.wall_s += iteration.wall_s;
    run.overhead_s += attempt.overhead_s;
    run.exit_code = iteration.exit_code;
    run.signal = iteration.signal;
    run.outcome = iteration.outcome;
    run.pins = attempt.pins;
    run.output += attempt.output;
    run.output_truncated = run.output_truncated || attempt.output_truncated;
    run.log += attempt.log;
    run.iterations.push_back(std::move(attempt.iteration));
}

Fitness fitness_of(const Run& run, const Request& request, std::vector<std::string> reasons)
{
    if (request.aslr == AslrMode::off && run.pins.aslr != Aslr::off_verified) {
        reasons.emplace_back("aslr_not_off");
    }
    return {.verdict = reasons.empty() ? Verdict::clean : Verdict::suspect,
            .reasons = std::move(reasons)};
}

/// What a person is told of a run that did not end well.
std::string message_of(const Run& run, const Request& request, const std::string& problem)
{
    switch (run.outcome) {
    case Outcome::ok:
        return {};
    case Outcome::exit:
        return fmt::format("the command {}",
                           to_string(ProcessEnd{Exited{run.exit_code.value_or(0)}}));
    case Outcome::signal:
        return fmt::format("the command {}",
                           to_string(ProcessEnd{Signaled{run.signal.value_or(0)}}));
    case Outcome::timeout:
        return fmt::format("the command did not end within {:g} s and was killed",
                           seconds(request.timeout));
    case Outcome::oom:
        return fmt::format("the command needed more memory than {}",
                           request.memory ? request.memory->to_string() : std::string{"there is"});
    case Outcome::output_limit:
        return fmt::format("the command printed more than {} and was killed",
                           request.output.to_string());
    case Outcome::engine:
        return fmt::format("the command did not run: {}", problem);
    }
    return {};
}

} // namespace

Engine engine_of_image(const std::string& image)
{
    return image.starts_with("native:") || image.starts_with("dir:") ? Engine::native
                                                                     : Engine::docker;
}

std::vector<std::string> default_command()
{
    return {"make", "bench"};
}

RunStage::RunStage(RunSettings settings, Log& log) : settings_{std::move(settings)}, log_{log} {}

Runner& RunStage::runner(Engine engine)
{
    if (engine == Engine::native) {
        if (!native_) {
            native_ = std::make_unique<NativeRun>();
        }
        return *native_;
    }
    if (engine == Engine::podman) {
        throw Error{Errc::usage, "the engine podman is not supported; use docker or native"};
    }
    if (!docker_) {
        docker_ = std::make_unique<DockerRun>(log_);
    }
    return *docker_;
}

RunStage::Iterated RunStage::iterate(Runner& runner, const Request& request)
{
    Run run;
    run.image = request.image;
    run.argv = request.argv;
    run.host = settings_.host;
    run.started_at = to_rfc3339(now());
    std::string problem;
    for (unsigned i = 0; i < settings_.repeat && run.outcome == Outcome::ok; ++i) {
        auto attempt = runner.attempt(request);
        problem = attempt.problem;
        add_attempt(run, std::move(attempt));
    }
    run.fitness = fitness_of(run, request, settings_.warnings);
    return {std::move(run), std::move(problem)};
}

void RunStage::run(Manifest& job)
{
    if (job.status() == Status::failed) {
        return;
    }
    if (!job.build()) {
        job.fail({Stage::run, "no_image", "the job has no image; put cb build before cb run"});
        return;
    }
    auto request = settings_.request;
    const auto& build = *job.build();
    auto& engine = runner(build.engine);
    const auto image = engine.resolve(build.image);
    if (!image) {
        job.fail({Stage::run,
                  "no_image",
                  fmt::format("{} has no image {}", to_word(build.engine), build.image)});
        return;
    }
    request.image = *image;
    request.argv = !settings_.argv.empty()         ? settings_.argv
                   : !job.config().command.empty() ? job.config().command
                                                   : default_command();
    try {
        auto [run, problem] = iterate(engine, request);
        run.engine = build.engine;
        const auto outcome = run.outcome;
        const auto message = message_of(run, request, problem);
        job.set(std::move(run));
        if (outcome != Outcome::ok) {
            job.fail({Stage::run, std::string{to_word(outcome)}, message});
        }
    } catch (const PinsNotApplied& error) {
        job.fail({Stage::run, "pins_not_applied", error.what()});
    } catch (const Error& error) {
        if (error.code() != Errc::bad_input) {
            throw;
        }
        job.fail({Stage::run, "engine", error.what()});
    }
}

} // namespace cb::engine
