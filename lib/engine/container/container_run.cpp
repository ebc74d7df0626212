#include "engine/container/container_run.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "engine/attempt.hpp"
#include "engine/container/container_words.hpp"
#include "engine/container/created_container.hpp"
#include "engine/container/engine_cpus.hpp"
#include "engine/container/registry.hpp"
#include "engine/container/shm_mount.hpp"
#include "engine/leftovers.hpp"
#include "engine/owner.hpp"
#include "engine/seccomp_profile.hpp"
#include "host/identity.hpp"

#include <fmt/format.h>

#include <optional>
#include <unistd.h>
#include <utility>

namespace cb::engine {

namespace {

/// The container executes another program than this cb-init.
struct ForeignInit {};

bool needs_shm_mount(const ContainerPlan& plan)
{
    return plan.engine == Engine::podman && plan.request.shm_nodes;
}

/// Asks the engine only if no cgroup could be read.
OomKilled
was_oom_killed(const ContainerCli& cli, const Supervised& supervised, const std::string& container)
{
    if (supervised.ended) {
        return OomKilled::no;
    }
    return cli.was_oom_killed(container) ? OomKilled::yes : OomKilled::no;
}

Supervised supervise_container(const ContainerCli& cli,
                               const ContainerPlan& plan,
                               Meter& meter,
                               const FindInit& find_init)
{
    Pipe word = make_pipe();
    Pipe output = make_pipe();
    Pipe report = make_pipe();
    const Subprocess run{cli.command(run_words(plan), hidden_variables(plan.request.env)),
                         {word.read.get(), output.write.get(), report.write.get()}};
    word.read.reset();
    output.write.reset();
    report.write.reset();
    return supervise({std::move(word.write), std::move(output.read), std::move(report.read)},
                     plan.request,
                     meter,
                     find_init);
}

} // namespace

ContainerRun::ContainerRun(ContainerCli cli, Log& log)
    : cli_{std::move(cli)}, log_{log}, asked_facts_{cli_.ask_facts()}, asked_containers_{
                                                                           cli_.ask_containers()}
{}

const EngineFacts& ContainerRun::facts() const
{
    if (asked_facts_) {
        facts_ = cli_.take_facts(std::move(*std::exchange(asked_facts_, std::nullopt)));
    }
    return facts_;
}

/// Removes what killed runs left.
void ContainerRun::sweep_once()
{
    if (asked_containers_) {
        for (const auto& removed :
             sweep_containers(cli_, std::move(*std::exchange(asked_containers_, std::nullopt)))) {
            log_.info("removed leftovers of a killed run: " + removed);
        }
    }
}

Runner::Site ContainerRun::site() const
{
    return facts().is_local ? Site::here : Site::elsewhere;
}

std::optional<Image> ContainerRun::resolve(const std::string& name)
{
    auto asked = cli_.ask_image(name);
    static_cast<void>(facts()); // throws if the engine does not answer
    auto image = cli_.take_image(std::move(asked), name);
    if (image) {
        return image;
    }
    if (const auto pulled = pull_by_digest(cli_, name); !pulled) {
        log_.warning(fmt::format("cannot pull {}: {}", name, pulled.error()));
        return std::nullopt;
    }
    return cli_.find_image(name);
}

std::optional<CpuSet> ContainerRun::allowed_cpus() const
{
    return read_engine_cpus(cli_.engine(), facts());
}

/// A remote machine is described by what its engine reports.
Host ContainerRun::host() const
{
    return facts().is_local ? host::read_host() : facts().host;
}

bool ContainerRun::limits_memory() const
{
    return keeps_memory_limit(facts());
}

/// Podman gets a tmpfs that cb mounts.
std::optional<std::string> ContainerRun::shm_obstacle() const
{
    if (cli_.engine() != Engine::podman) {
        return std::nullopt;
    }
    if (!facts().is_local) {
        return "podman's service is on another machine, where cb cannot bind /dev/shm to memory "
               "nodes; omit --numa, or run cb on that machine";
    }
    if (facts().is_rootless || ::geteuid() != 0) {
        return "rootless podman cannot bind /dev/shm to memory nodes; omit --numa (the benchmark's "
               "memory is on the nodes of --cpu even so), or run cb as root";
    }
    return std::nullopt;
}

std::map<std::string, std::string> ContainerRun::provenance() const
{
    return {{"engine_version", facts().version},
            {"runtime", facts().runtime},
            {"runtime_version", facts().runtime_version},
            {"cgroup_driver", facts().cgroup_driver},
            {"seccomp_profile", seccomp_profile_hash(cli_.engine())}};
}

/// Throws ForeignInit.
Parsed<pid_t> ContainerRun::find_process(const std::string& run_name, const Ready& ready) const
{
    if (!facts().is_local) {
        return tl::unexpected{std::string{get_dialect(cli_.engine()).is_elsewhere}};
    }
    const auto pid = find_init_process(run_name, ready);
    if (!pid) {
        return tl::unexpected{
            std::string{"cb cannot see the container's process: it runs in another PID namespace"}};
    }
    if (!init_.is_program_of(*pid)) {
        throw ForeignInit{};
    }
    return *pid;
}

ContainerRun::Tried ContainerRun::try_once(const ContainerPlan& plan)
{
    const auto name = container_name(plan.run_name);
    const CreatedContainer container{cli_, name, log_};
    Meter meter{plan.request,
                facts().is_local ? std::optional<std::filesystem::path>{facts().root}
                                 : std::nullopt};
    try {
        auto supervised = supervise_container(cli_, plan, meter, [&](const Ready& ready) {
            return find_process(plan.run_name, ready);
        });
        if (!supervised.ready) {
            cli_.require(); // no job is at fault if the engine does not answer
        }
        const auto trust = judge_init(supervised, init_program(plan.run_name));
        if (trust == InitTrust::refused) {
            return {trust, std::nullopt};
        }
        const auto oom = was_oom_killed(cli_, supervised, name);
        return {trust, make_attempt(std::move(supervised), plan.request, meter.measured(), oom)};
    } catch (const ForeignInit&) {
        return {InitTrust::refused, std::nullopt};
    }
}

Attempt ContainerRun::attempt(const Request& request)
{
    if (request.memory && !limits_memory()) {
        throw Error{Errc::usage,
                    "--memory: rootless podman limits memory only with cgroup v2; omit the option, "
                    "or run cb as root"};
    }
    const auto begin = std::chrono::steady_clock::now();
    sweep_once();
    ContainerPlan plan{cli_.engine(), request, make_run_name(), init_.name(), std::nullopt};
    if (!limits_memory()) { // the process limit is not enforced either
        plan.request.process_limit = ProcessLimit::user;
    }
    std::optional<ShmMount> shm;
    if (needs_shm_mount(plan)) {
        plan.shm = shm.emplace(request, plan.run_name).path();
    }
    auto [trust, attempt] = try_once(plan);
    if (trust != InitTrust::sound) {
        init_.fill(cli_, request.image, log_);
        attempt = try_once(plan).attempt;
    }
    if (!attempt) {
        throw Error{Errc::unavailable,
                    fmt::format("{} does not start cb-init from the volume {}; remove the volume "
                                "if something else wrote to it",
                                cli_.program(),
                                init_.name())};
    }
    attempt->overhead_s =
        seconds(std::chrono::steady_clock::now() - begin) - attempt->iteration.wall_s;
    return std::move(*attempt);
}

std::vector<std::vector<std::string>> container_commands(const ContainerCli& cli,
                                                         const Request& request)
{
    const InitVolume init;
    ContainerPlan plan{cli.engine(), request, "run-NAME", init.name(), std::nullopt};
    const auto remove = remove_words(container_name(plan.run_name));
    auto words = fill_words({cli.engine(), request.image.id, plan.run_name, init.name()});
    std::vector<std::vector<std::string>> first;
    std::vector<std::vector<std::string>> last;
    if (needs_shm_mount(plan)) {
        plan.shm = shm_mounts() / plan.run_name;
        first = shm_mount_commands(request, *plan.shm);
        last = shm_unmount_commands(*plan.shm);
    }
    words.insert(words.end(), {remove, run_words(plan), remove});
    std::vector<std::vector<std::string>> commands = std::move(first);
    for (auto& one : words) {
        commands.push_back(cli.command(std::move(one)).argv);
    }
    commands.insert(commands.end(), last.begin(), last.end());
    return commands;
}

} // namespace cb::engine
