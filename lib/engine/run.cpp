#include "engine/run.hpp"

#include "base/error.hpp"
#include "engine/against.hpp"
#include "engine/container/container_run.hpp"
#include "engine/container/engine_cpus.hpp"
#include "engine/container/engine_fault.hpp"
#include "engine/last_use.hpp"
#include "engine/native/native_image.hpp"
#include "engine/native/native_run.hpp"
#include "engine/pins.hpp"
#include "engine/untrusted.hpp"
#include "host/fitness.hpp"
#include "host/identity.hpp"
#include "manifest/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unistd.h>

namespace cb::engine {

namespace {

/// The codes of the reasons with this weight: "cpu_quota, aslr_not_off".
std::string list_codes(const Fitness& fitness, Verdict weight)
{
    std::string text;
    for (const auto& reason : fitness.reasons) {
        if (reason.weight == weight) {
            text += (text.empty() ? "" : ", ") + reason.code;
        }
    }
    return text;
}

/// Keeps an image from being pruned. A native tree is claimed where it is used.
std::optional<ImageUse> claim(Engine engine, const Image& image)
{
    return engine == Engine::native ? std::nullopt
                                    : std::optional{ImageUse::share(engine, image.id)};
}

/// The run of one job.
class JobRun {
public:
    JobRun(Manifest& job, Runner& engine, const RunSettings& settings, Log& log)
        : job_{job}, engine_{engine}, settings_{settings}, log_{log}
    {
        const auto& request = settings_.request;
        settings_.placement.memory = std::max(request.shm, request.memory.value_or(Bytes{}));
    }

    /// Runs the benchmark on its CPUs and keeps cb off them.
    void run(const Image& image);

private:
    [[nodiscard]] Request make_request(const Image& image, const Host& host) const;
    [[nodiscard]] std::optional<NodeSet> shm_nodes(const Placement& placement) const;
    void run_against(Iterations& iterations);
    void keep(Iterations& iterations) const;

    Manifest& job_;
    Runner& engine_;
    RunSettings settings_;
    Log& log_;
};

Request JobRun::make_request(const Image& image, const Host& host) const
{
    auto request = settings_.request;
    request.image = image;
    request.argv = make_argv(settings_.command, job_.config(), image);
    request.env = make_environment(job_.source(), request.env);
    if (host.memory_bytes > 0 && request.shm.count() > host.memory_bytes) {
        throw Error{Errc::usage,
                    fmt::format("--shm: {} is more than the machine's memory, {}",
                                request.shm.to_string(),
                                Bytes{host.memory_bytes >> 20U << 20U}.to_string())};
    }
    request.memory = memory_limit(request.memory, host.memory_bytes);
    return request;
}

/// If the user named no nodes and /dev/shm cannot be bound to those of the CPUs, it stays unbound:
/// the cpuset also applies to the benchmark's pages in /dev/shm.
std::optional<NodeSet> JobRun::shm_nodes(const Placement& placement) const
{
    const auto obstacle = engine_.shm_obstacle();
    if (obstacle && settings_.placement.nodes) {
        throw Error{Errc::usage, "--numa: " + *obstacle};
    }
    return obstacle ? std::nullopt : placement.mems;
}

void JobRun::run(const Image& image)
{
    const auto placement =
        engine_.site() == Runner::Site::here
            ? place(settings_.placement, read_allowed_topology(engine_.allowed_cpus()), log_)
            : place_elsewhere(settings_.placement);
    const OffCores off{placement.cores};
    auto host = engine_.host();
    auto request = make_request(image, host);
    if (!engine_.limits_memory() && !settings_.request.memory) {
        request.memory.reset();
    }
    request.cpus = placement.cpus;
    request.mems = placement.mems;
    request.shm_nodes = shm_nodes(placement);
    Iterations iterations{engine_, std::move(request), settings_.schedule.retries};
    auto& run = iterations.run();
    // Information only: nothing has been measured yet.
    for (const auto warning : placement.warnings) {
        host::add_reason(run.fitness, {.code = std::string{host::to_word(warning)}});
    }
    run.engine = job_.build()->engine;
    run.host = std::move(host);
    run.lock_wait_s = seconds(placement.waited);
    run.provenance = engine_.provenance();
    if (!image.digests.empty()) {
        run.provenance.emplace("image_digest", image.digest());
    }
    if (settings_.against) {
        run_against(iterations);
    } else {
        const auto& schedule = settings_.schedule;
        iterations.observe(settings_.on_progress,
                           schedule.until ? std::nullopt
                                          : std::optional{schedule.repeat.value_or(1)});
        run_all(iterations, schedule);
        keep(iterations);
    }
}

void JobRun::run_against(Iterations& iterations)
{
    const auto image = engine_.resolve(*settings_.against);
    if (!image) {
        job_.fail({Stage::run,
                   "no_image",
                   fmt::format("the image {} to compare with does not exist", *settings_.against),
                   Fault::machine});
        return;
    }
    const auto use = claim(job_.build()->engine.known().value_or(Engine::native), *image);
    auto request = iterations.request();
    request.image = *image;
    request.argv = make_argv(settings_.command, job_.config(), *image);
    Iterations base{engine_, std::move(request), settings_.schedule.retries};
    const auto planned = settings_.schedule.repeat.value_or(default_comparisons);
    base.observe(settings_.on_progress, planned);
    iterations.observe(settings_.on_progress, planned);
    auto against = run_in_turns(base, iterations, settings_.schedule, make_seed(job_.job().text()));
    iterations.run().against = std::move(against);
    keep(iterations);
    if (!base.ok()) {
        job_.fail({Stage::run,
                   "against",
                   fmt::format("{}: {}", *settings_.against, describe_failure(base)),
                   Fault::machine}); // in any case it is not this commit's
    }
}

/// Records the run in the job, and marks the job as failed if necessary.
void JobRun::keep(Iterations& iterations) const
{
    const auto outcome = iterations.run().outcome.value_or(Outcome::engine);
    const auto message = describe_failure(iterations);
    const auto reasons = list_codes(iterations.run().fitness, Verdict::invalid);
    job_.set(std::move(iterations.run()));
    if (outcome == Outcome::not_relevant) {
        return;
    }
    if (outcome != Outcome::ok) {
        job_.fail({Stage::run, std::string{to_word(outcome)}, message, iterations.fault()});
    } else if (settings_.on_invalid == OnInvalid::fail && !reasons.empty()) {
        job_.fail(
            {Stage::run, "invalid", "the run does not meet --strict: " + reasons, Fault::machine});
    }
}

} // namespace

Engine choose_engine(const std::string& image, std::optional<Engine> asked, Log& log)
{
    const bool is_native = image.starts_with("native:") || image.starts_with("dir:");
    if (asked && is_native != (*asked == Engine::native)) {
        throw Error{Errc::usage, fmt::format("--engine: {} cannot run {}", to_word(*asked), image)};
    }
    if (asked || is_native) {
        return asked.value_or(Engine::native);
    }
    const auto answering = answering_engine(log);
    if (!answering) {
        throw Error{Errc::unavailable, answering.error()};
    }
    return answering->engine();
}

std::vector<std::vector<std::string>>
list_commands(const RunSettings& settings, const std::string& image, Log& log)
{
    auto request = settings.request;
    const auto answering = settings.engine ? ContainerCli{*settings.engine} : answering_engine(log);
    const auto cli = answering.value_or(ContainerCli{Engine::docker});
    const bool answers = cli.answers();
    const auto known = answers ? cli.find_image(image) : std::nullopt;
    request.image = known.value_or(Image{.id = image});
    request.argv = make_argv(settings.command, {}, request.image);
    const auto allowed =
        answers ? read_engine_cpus(cli.engine(), cli.facts()) : std::optional<CpuSet>{};
    const auto placement = choose_place(settings.placement, read_allowed_topology(allowed));
    request.cpus = placement.cpus;
    request.mems = placement.mems;
    if (cli.engine() == Engine::docker || ::geteuid() == 0) {
        request.shm_nodes = placement.mems;
    }
    return container_commands(cli, request);
}

RunStage::RunStage(Log& log) : log_{log} {}

Runner& RunStage::runner(Engine engine)
{
    auto& runner = runners_[engine];
    if (!runner && engine == Engine::native) {
        runner = std::make_unique<NativeRun>(log_);
    } else if (!runner) {
        runner = std::make_unique<ContainerRun>(ContainerCli{engine}, log_);
    }
    return *runner;
}

void RunStage::run(Manifest& job, const RunSettings& settings)
{
    if (job.status() == Status::failed) {
        return;
    }
    if (!job.build()) {
        job.fail({Stage::run,
                  "no_image",
                  "the job has no image; run cb build before cb run",
                  Fault::machine});
        return;
    }
    const auto& build = *job.build();
    const auto built_by = build.engine.known();
    if (!built_by) {
        job.fail({Stage::run,
                  "unknown_engine",
                  fmt::format("the image is of the engine {:.80}, which this cb does not know; run "
                              "the job with the program that built it, or with a newer cb",
                              build.engine.text()),
                  Fault::machine});
        return;
    }
    if (const auto why = refuse_run(job.source(), *built_by, settings.request)) {
        job.fail({Stage::run, not_trusted, *why, Fault::machine});
        return;
    }
    job.set(settings.worker.value_or(WorkerName::of_host(host::read_host().name)));
    auto& engine = runner(*built_by);
    const auto image = engine.resolve(build.image);
    if (!image) {
        job.fail({Stage::run,
                  "no_image",
                  fmt::format("{} no longer has the image {}", to_word(build.engine), build.image),
                  Fault::machine});
        return;
    }
    const auto use = claim(*built_by, *image);
    try {
        JobRun{job, engine, settings, log_}.run(*image);
    } catch (const PinsNotApplied& error) {
        job.fail({Stage::run, "pins_not_applied", error.what(), Fault::machine});
    } catch (const Error& error) {
        if (error.code() != Errc::bad_input) {
            throw;
        }
        job.fail({Stage::run, "engine", error.what(), classify_fault(error.what())});
    }
}

} // namespace cb::engine
