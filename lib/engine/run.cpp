#include "engine/run.hpp"

#include "base/error.hpp"
#include "base/subprocess.hpp"
#include "base/time.hpp"
#include "engine/docker_run.hpp"
#include "engine/native_image.hpp"
#include "engine/native_run.hpp"
#include "engine/pins.hpp"
#include "manifest/usage_fields.hpp"
#include "manifest/words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::engine {

namespace {

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
    run.provenance.insert(attempt.provenance.begin(), attempt.provenance.end());
    run.output += attempt.output;
    run.output_truncated = run.output_truncated || attempt.output_truncated;
    run.log += attempt.log;
    run.iterations.push_back(std::move(attempt.iteration));
}

/// The warnings are for information: they were said before anything was measured.
Fitness fitness_of(const Run& run, const Request& request, const std::vector<CpuWarning>& warnings)
{
    Fitness fitness;
    for (const auto warning : warnings) {
        fitness.reasons.push_back({.code = std::string{to_word(warning)}});
    }
    if (request.aslr == AslrMode::off && run.pins.aslr != Aslr::off_verified) {
        fitness.reasons.push_back({.code = "aslr_not_off", .weight = Verdict::invalid});
        fitness.verdict = Verdict::invalid;
    }
    return fitness;
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
    case Outcome::cpu_limit:
        return fmt::format("the command used more than {:g} s of processor time and was killed",
                           seconds(request.cpu_time.value_or(Duration{})));
    case Outcome::disk_limit:
        return fmt::format("the command wrote more than {} and was killed",
                           request.disk.to_string());
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

std::vector<std::vector<std::string>> docker_commands(const RunSettings& settings,
                                                      const std::string& image)
{
    auto request = settings.request;
    const auto placement = choose_place(settings.placement, read_topology());
    request.image.id = image;
    request.argv = settings.argv.empty() ? default_command() : settings.argv;
    request.cpus = placement.cpus;
    request.mems = placement.mems;
    return DockerRun::commands(request);
}

RunStage::RunStage(RunSettings settings, Log& log) : settings_{std::move(settings)}, log_{log}
{
    const auto& request = settings_.request;
    settings_.placement.memory = std::max(request.shm, request.memory.value_or(Bytes{}));
}

Runner& RunStage::runner(Engine engine)
{
    if (engine == Engine::native) {
        if (!native_) {
            native_ = std::make_unique<NativeRun>(log_);
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
    run.image = request.image.id;
    run.argv = request.argv;
    run.started_at = to_rfc3339(now());
    std::string problem;
    const auto ends_badly = [&](const Attempt& attempt) {
        return attempt.iteration.outcome != Outcome::ok;
    };
    for (unsigned i = 0; i < settings_.warmup; ++i) {
        auto attempt = runner.attempt(request);
        if (ends_badly(attempt)) { // what fails is no warm-up: it tells why
            problem = attempt.problem;
            add_attempt(run, std::move(attempt));
            return {std::move(run), std::move(problem)};
        }
        ++run.warmup;
    }
    for (unsigned i = 0; i < settings_.repeat && run.outcome == Outcome::ok; ++i) {
        auto attempt = runner.attempt(request);
        problem = attempt.problem;
        add_attempt(run, std::move(attempt));
    }
    return {std::move(run), std::move(problem)};
}

Request RunStage::request_for(const Manifest& job, const Image& image, const Host& host) const
{
    auto request = settings_.request;
    request.image = image;
    request.argv = !settings_.argv.empty()         ? settings_.argv
                   : !job.config().command.empty() ? job.config().command
                                                   : default_command();
    // So that a benchmark that grows without end is ended, and not the machine.
    constexpr std::uint64_t quarter = 4;
    if (!request.memory && host.memory_bytes > 0) {
        request.memory = Bytes{host.memory_bytes - host.memory_bytes / quarter};
    }
    return request;
}

/// Runs the benchmark where it was placed, and keeps ourselves away from there.
void RunStage::run_placed(Manifest& job, Runner& engine, const Image& image)
{
    const auto placement = engine.site() == Runner::Site::here
                               ? place(settings_.placement, log_)
                               : place_elsewhere(settings_.placement);
    const OffCores off{placement.cores};
    auto host = engine.host();
    auto request = request_for(job, image, host);
    if (!engine.limits_memory() && !settings_.request.memory) {
        request.memory.reset();
    }
    request.cpus = placement.cpus;
    request.mems = placement.mems;
    auto [run, problem] = iterate(engine, request);
    run.engine = job.build()->engine;
    run.host = std::move(host);
    run.lock_wait_s = seconds(placement.waited);
    run.provenance.merge(engine.provenance());
    if (!image.digest.empty()) {
        run.provenance.emplace("image_digest", image.digest);
    }
    run.fitness = fitness_of(run, request, placement.warnings);
    const auto outcome = run.outcome;
    const auto message = message_of(run, request, problem);
    job.set(std::move(run));
    if (outcome != Outcome::ok) {
        job.fail({Stage::run, std::string{to_word(outcome)}, message});
    }
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
    const auto& build = *job.build();
    auto& engine = runner(build.engine);
    const auto image = engine.resolve(build.image);
    if (!image) {
        job.fail({Stage::run,
                  "no_image",
                  fmt::format("{} has no image {}", to_word(build.engine), build.image)});
        return;
    }
    try {
        run_placed(job, engine, *image);
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
