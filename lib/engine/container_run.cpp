#include "engine/container_run.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "base/paths.hpp"
#include "engine/attempt.hpp"
#include "engine/container_words.hpp"
#include "engine/leftovers.hpp"
#include "engine/owner.hpp"
#include "host/identity.hpp"

#include <fmt/format.h>

#include <limits>
#include <optional>

namespace cb::engine {

namespace {

constexpr std::chrono::seconds cleanup_time{60};

/// Removes the container of this name, whatever state it is in, and also if it was about to be made
/// when we were interrupted.
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
            const auto removed = cli_.run(remove_words(name_), cleanup_time, OnStop::ignore);
            if (!removed.ok() && removed.err.find("No such container") == std::string::npos) {
                warn(message_of(removed));
            }
        } catch (const std::exception& error) {
            warn(error.what());
        }
    }

private:
    void warn(std::string_view why)
    {
        log_.warning(fmt::format("the container {} may be left behind: {}", name_, why));
    }

    const ContainerCli& cli_;
    std::string name_;
    Log& log_;
};

/// Throws what the engine answers to a command that it refuses.
void require_done(const ContainerCli& cli, const std::vector<std::string>& words)
{
    const auto completed = cli.run(words);
    if (!completed.ok()) {
        throw Error{Errc::bad_input,
                    fmt::format("{} {}: {}", cli.program(), words.front(), message_of(completed))};
    }
}

/// Asked for only where no cgroup could be read.
OomKilled
was_oom_killed(const ContainerCli& cli, const Supervised& supervised, const std::string& container)
{
    if (supervised.ended) {
        return OomKilled::no;
    }
    const auto state = cli.run({"inspect", "--format", "{{.State.OOMKilled}}", container});
    return trimmed(state.out) == "true" ? OomKilled::yes : OomKilled::no;
}

/// Process 1 of the container as the engine's machine numbers it.
Parsed<pid_t> process_of(const ContainerCli& cli, const std::string& container)
{
    const auto state = cli.run({"inspect", "--format", "{{.State.Pid}}", container});
    const auto pid = parse_count(trimmed(state.out), 1, std::numeric_limits<pid_t>::max());
    if (!pid) {
        return tl::unexpected{fmt::format(
            "{} does not tell the container's process: {}", cli.program(), message_of(state))};
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
        log_.info("removed what a killed run had left: " + removed);
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

/// A machine that is not this one is known by what its engine tells.
Host ContainerRun::host() const
{
    return facts_.is_local ? read_host() : facts_.host;
}

std::map<std::string, std::string> ContainerRun::provenance() const
{
    return {{"engine_version", facts_.version},
            {"runtime", facts_.runtime},
            {"runtime_version", facts_.runtime_version},
            {"cgroup_driver", facts_.cgroup_driver},
            {"seccomp_profile",
             "sha256:" + sha256_hex(read_file(shipped_file(seccomp_profile), Bytes{1U << 20U}))}};
}

Parsed<pid_t> ContainerRun::find_process(const std::string& container) const
{
    if (!facts_.is_local) {
        return tl::unexpected{std::string{"the docker daemon is not on this machine"}};
    }
    return process_of(cli_, container);
}

Attempt ContainerRun::attempt(const Request& request)
{
    const auto begin = std::chrono::steady_clock::now();
    const auto run = run_name();
    const auto name = container_name(run);
    std::optional<Container> container{std::in_place, cli_, name, log_};
    require_done(cli_, create_words(request, run));
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
    const std::string run_name = "run-NAME";
    const auto container = container_name(run_name);
    return {cli.command(create_words(request, run_name)).argv,
            cli.command(copy_words(container)).argv,
            cli.command(start_words(container)).argv,
            cli.command(remove_words(container)).argv};
}

} // namespace cb::engine
