#include "engine/container/container_run.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "base/paths.hpp"
#include "engine/attempt.hpp"
#include "engine/container/container_words.hpp"
#include "engine/container/engine_cpus.hpp"
#include "engine/container/shm_mount.hpp"
#include "engine/leftovers.hpp"
#include "engine/owner.hpp"
#include "engine/seccomp_profile.hpp"
#include "host/identity.hpp"

#include <fmt/format.h>

#include <limits>
#include <optional>
#include <unistd.h>

namespace cb::engine {

namespace {

constexpr std::chrono::seconds cleanup_time{60};

/// Removes the container with this name in any state, even if cb was interrupted while the engine
/// was creating it.
class Container {
public:
    Container(const ContainerCli& cli, std::string name, Log& log)
        : cli_{cli}, name_{std::move(name)}, log_{log}
    {}
    Container(const Container&) = delete;
    Container& operator=(const Container&) = delete;
    ~Container()
    {
        try {
            auto removed = remove();
            if (!removed.ok()) { // podman does not remove a paused container
                static_cast<void>(cli_.run({"unpause", name_}, cleanup_time, OnStop::ignore));
                removed = remove();
            }
            if (!removed.ok() && removed.err.find("o such container") == std::string::npos) {
                warn(get_message(removed));
            }
        } catch (const std::exception& error) {
            warn(error.what());
        }
    }

private:
    [[nodiscard]] Completed remove() const
    {
        return cli_.run(remove_words(name_), cleanup_time, OnStop::ignore);
    }

    void warn(std::string_view why)
    {
        log_.warning(fmt::format("the container {} may remain: {}", name_, why));
    }

    const ContainerCli& cli_;
    std::string name_;
    Log& log_;
};

/// Throws the engine's message if it rejects the command.
void require_done(const ContainerCli& cli,
                  const std::vector<std::string>& words,
                  Variables env = {})
{
    const auto completed = cli.run(cli.command(words, std::move(env)));
    if (!completed.ok()) {
        throw Error{Errc::bad_input,
                    fmt::format("{} {}: {}", cli.program(), words.front(), get_message(completed))};
    }
}

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
    const auto state = cli.run({"inspect", "--format", "{{.State.OOMKilled}}", container});
    return trimmed(state.out) == "true" ? OomKilled::yes : OomKilled::no;
}

/// PID of the container's process 1 on the engine's machine.
Parsed<pid_t> inspect_process(const ContainerCli& cli, const std::string& container)
{
    const auto state = cli.run({"inspect", "--format", "{{.State.Pid}}", container});
    const auto pid = parse_count(trimmed(state.out), 1, std::numeric_limits<pid_t>::max());
    if (!pid) {
        return tl::unexpected{fmt::format(
            "{} does not report the container's process: {}", cli.program(), get_message(state))};
    }
    return static_cast<pid_t>(*pid);
}

Supervised supervise_start(const ContainerCli& cli,
                           const std::string& container,
                           const Request& request,
                           Meter& meter,
                           const FindInit& find_init)
{
    Pipe word = make_pipe();
    Pipe output = make_pipe();
    Pipe report = make_pipe();
    const Subprocess start{cli.command(start_words(container)),
                           {word.read.get(), output.write.get(), report.write.get()}};
    word.read.reset();
    output.write.reset();
    report.write.reset();
    return supervise({std::move(word.write), std::move(output.read), std::move(report.read)},
                     request,
                     meter,
                     find_init);
}

} // namespace

ContainerRun::ContainerRun(ContainerCli cli, Log& log) : cli_{cli}, log_{log}
{
    cli_.require();
    facts_ = cli_.facts();
    for (const auto& removed : sweep_containers(cli_)) {
        log_.info("removed leftovers of a killed run: " + removed);
    }
}

Runner::Site ContainerRun::site() const
{
    return facts_.is_local ? Site::here : Site::elsewhere;
}

std::optional<Image> ContainerRun::resolve(const std::string& name)
{
    return cli_.find_image(name);
}

std::optional<CpuSet> ContainerRun::allowed_cpus() const
{
    return read_engine_cpus(cli_.engine(), facts_);
}

/// A remote machine is described by what its engine reports.
Host ContainerRun::host() const
{
    return facts_.is_local ? read_host() : facts_.host;
}

bool ContainerRun::limits_memory() const
{
    return keeps_memory_limit(facts_);
}

/// Podman gets a tmpfs that cb mounts.
std::optional<std::string> ContainerRun::shm_obstacle() const
{
    if (cli_.engine() != Engine::podman) {
        return std::nullopt;
    }
    if (!facts_.is_local) {
        return "podman's service is on another machine, where cb cannot bind /dev/shm to memory "
               "nodes; omit --numa, or run cb on that machine";
    }
    if (facts_.is_rootless || ::geteuid() != 0) {
        return "rootless podman cannot bind /dev/shm to memory nodes; omit --numa (the benchmark's "
               "memory is on the nodes of --cpu even so), or run cb as root";
    }
    return std::nullopt;
}

std::map<std::string, std::string> ContainerRun::provenance() const
{
    return {{"engine_version", facts_.version},
            {"runtime", facts_.runtime},
            {"runtime_version", facts_.runtime_version},
            {"cgroup_driver", facts_.cgroup_driver},
            {"seccomp_profile", seccomp_profile_hash(cli_.engine())}};
}

Parsed<pid_t> ContainerRun::find_process(const std::string& container) const
{
    if (!facts_.is_local) {
        return tl::unexpected{std::string{get_dialect(cli_.engine()).is_elsewhere}};
    }
    return inspect_process(cli_, container);
}

Attempt ContainerRun::attempt(const Request& request)
{
    if (request.memory && !limits_memory()) {
        throw Error{Errc::usage,
                    "--memory: rootless podman limits memory only with cgroup v2; omit the option, "
                    "or run cb as root"};
    }
    const auto begin = std::chrono::steady_clock::now();
    const auto run = make_run_name();
    const auto name = container_name(run);
    ContainerPlan plan{cli_.engine(), request, run, std::nullopt};
    if (!limits_memory()) { // the process limit is not enforced either
        plan.request.process_limit = ProcessLimit::user;
    }
    std::optional<ShmMount> shm;
    if (needs_shm_mount(plan)) {
        plan.shm = shm.emplace(request, run).path();
    }
    std::optional<Container> container{std::in_place, cli_, name, log_};
    require_done(cli_, create_words(plan), hidden_variables(request.env));
    require_done(cli_, copy_words(name));
    Meter meter{request,
                facts_.is_local ? std::optional<std::filesystem::path>{facts_.root} : std::nullopt};
    auto supervised =
        supervise_start(cli_, name, request, meter, [&] { return find_process(name); });
    const auto oom = was_oom_killed(cli_, supervised, name);
    auto attempt = make_attempt(std::move(supervised), request, meter.measured(), oom);
    container.reset();
    attempt.overhead_s =
        seconds(std::chrono::steady_clock::now() - begin) - attempt.iteration.wall_s;
    return attempt;
}

std::vector<std::vector<std::string>> container_commands(const ContainerCli& cli,
                                                         const Request& request)
{
    ContainerPlan plan{cli.engine(), request, "run-NAME", std::nullopt};
    const auto container = container_name(plan.run_name);
    std::vector<std::vector<std::string>> commands;
    std::vector<std::vector<std::string>> last;
    if (needs_shm_mount(plan)) {
        plan.shm = shm_mounts() / plan.run_name;
        commands = shm_mount_commands(request, *plan.shm);
        last = shm_unmount_commands(*plan.shm);
    }
    for (auto words : {create_words(plan),
                       copy_words(container),
                       start_words(container),
                       remove_words(container)}) {
        commands.push_back(cli.command(std::move(words)).argv);
    }
    commands.insert(commands.end(), last.begin(), last.end());
    return commands;
}

} // namespace cb::engine
