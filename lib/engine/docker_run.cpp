#include "engine/docker_run.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "base/paths.hpp"
#include "engine/attempt.hpp"
#include "engine/leftovers.hpp"
#include "engine/owner.hpp"
#include "engine/pins.hpp"
#include "host/identity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

namespace cb::engine {

namespace {

/// An anonymous volume, because docker copies nothing into a container whose root is read-only.
constexpr auto init_directory = "/.cb";
constexpr auto init_path = "/.cb/init";
constexpr auto seccomp_profile = "profiles/seccomp.json";
constexpr std::chrono::seconds cleanup_time{60};

/// Removes the container of this name, whatever state it is in, and also if it was about to be made
/// when we were interrupted.
class Container {
public:
    Container(std::string name, Log& log) : name_{std::move(name)}, log_{log} {}
    Container(const Container&) = delete;
    Container& operator=(const Container&) = delete;
    ~Container()
    {
        try {
            const auto removed =
                run_docker({"rm", "--force", "--volumes", name_}, cleanup_time, OnStop::ignore);
            if (!removed.ok() && removed.err.find("No such container") == std::string::npos) {
                warn(docker_message(removed));
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

    std::string name_;
    Log& log_;
};

std::string container_name(const std::string& run_name)
{
    return "cb-" + run_name;
}

void add(std::vector<std::string>& words, std::string option, std::string value)
{
    words.push_back(std::move(option));
    words.push_back(std::move(value));
}

/// What bounds the container and holds it in place.
void add_pins(std::vector<std::string>& words, const Request& request)
{
    add(words, "--network", request.network == Network::none ? "none" : "host");
    add(words, "--cap-drop", "ALL");
    add(words, "--security-opt", "no-new-privileges");
    if (request.aslr == AslrMode::off) {
        add(words, "--security-opt", "seccomp=" + shipped_file(seccomp_profile).native());
    }
    add(words, "--pids-limit", fmt::to_string(request.processes));
    if (request.open_files) {
        add(words, "--ulimit", fmt::format("nofile={0}:{0}", *request.open_files));
    }
    add(words, "--ulimit", "core=0:0");
    if (request.memory) {
        add(words, "--memory", fmt::to_string(request.memory->count()));
        add(words, "--memory-swap", fmt::to_string(request.memory->count()));
    }
    if (request.cpus) {
        add(words, "--cpuset-cpus", request.cpus->to_string());
    }
    if (request.mems) {
        add(words, "--cpuset-mems", request.mems->to_string());
    }
    const auto policy = shm_policy(request);
    if (policy && policy->find(',') != std::string::npos) { // where docker splits the options
        throw Error{Errc::usage,
                    fmt::format("--numa: docker binds /dev/shm to one node or one range of nodes, "
                                "not to {}",
                                request.mems->to_string())};
    }
    add(words,
        "--tmpfs",
        fmt::format("/dev/shm:rw,nosuid,nodev,exec,size={}{}",
                    request.shm.count(),
                    policy ? ",mpol=" + *policy : ""));
}

/// What the container may write to: volumes that start with what the image has there.
void add_file_systems(std::vector<std::string>& words, const Request& request)
{
    add(words, "--volume", init_directory);
    const auto& writable = request.writable;
    if (std::find(writable.begin(), writable.end(), "/") != writable.end()) {
        return;
    }
    words.emplace_back("--read-only");
    for (const char* const directory : {"/tmp", "/var/tmp", "/run"}) {
        add(words, "--tmpfs", fmt::format("{}:rw,nosuid,nodev,exec,size=1g,mode=1777", directory));
    }
    const auto& work = request.image.work_directory;
    if (!work.empty() && work != "/") {
        add(words, "--volume", work);
    }
    for (const auto& directory : writable) {
        add(words, "--volume", directory);
    }
}

std::vector<std::string> create_words(const Request& request, const std::string& run_name)
{
    std::vector<std::string> words{"create", "--interactive", "--pull", "never"};
    add(words, "--name", container_name(run_name));
    add(words, "--label", "org.cb.run=" + run_name);
    add_pins(words, request);
    add_file_systems(words, request);
    for (const auto& [name, value] : request.env) {
        add(words, "--env", fmt::format("{}={}", name, value));
    }
    add(words, "--entrypoint", init_path);
    words.emplace_back("--");
    words.push_back(request.image.id);
    const auto init = init_words(request);
    words.insert(words.end(), init.begin(), init.end());
    return words;
}

std::vector<std::string> copy_words(const std::string& container)
{
    return {"cp", shipped_init().native(), container + ":" + init_path};
}

std::vector<std::string> start_words(const std::string& container)
{
    return {"start", "--attach", "--interactive", container};
}

/// Throws what the engine answered. The daemon is known to be alive.
void require_ok(const Completed& completed, std::string_view doing)
{
    if (!completed.ok()) {
        throw Error{Errc::bad_input,
                    fmt::format("docker {}: {}", doing, docker_message(completed))};
    }
}

/// Asked for only where no cgroup could be read.
OomKilled was_oom_killed(const Supervised& supervised, const std::string& container)
{
    if (supervised.ended) {
        return OomKilled::no;
    }
    const auto state = run_docker({"inspect", "--format", "{{.State.OOMKilled}}", container});
    return trimmed(state.out) == "true" ? OomKilled::yes : OomKilled::no;
}

/// Process 1 of the container as the daemon's machine numbers it.
Parsed<pid_t> process_of(const std::string& container)
{
    const auto state = run_docker({"inspect", "--format", "{{.State.Pid}}", container});
    const auto pid = parse_count(trimmed(state.out), 1, std::numeric_limits<pid_t>::max());
    if (!pid) {
        return tl::unexpected{"docker does not tell the container's process: " +
                              docker_message(state)};
    }
    return static_cast<pid_t>(*pid);
}

Supervised supervise_start(const std::string& container,
                           const Request& request,
                           Meter& meter,
                           const FindInit& find_init)
{
    Pipe word = make_pipe();
    Pipe output = make_pipe();
    Pipe report = make_pipe();
    const Subprocess start{docker(start_words(container)),
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

DockerRun::DockerRun(Log& log) : log_{log}
{
    require_docker();
    facts_ = daemon_facts();
    for (const auto& removed : sweep_containers()) {
        log_.info("removed what a killed run had left: " + removed);
    }
}

Runner::Site DockerRun::site() const
{
    return facts_.is_local ? Site::here : Site::elsewhere;
}

std::optional<Image> DockerRun::resolve(const std::string& name)
{
    return find_image(name);
}

/// A machine that is not this one is known by what its daemon tells.
Host DockerRun::host() const
{
    return facts_.is_local ? read_host() : facts_.host;
}

std::map<std::string, std::string> DockerRun::provenance() const
{
    return {{"engine_version", facts_.version},
            {"runtime", facts_.runtime},
            {"runtime_version", facts_.runtime_version},
            {"cgroup_driver", facts_.cgroup_driver},
            {"seccomp_profile",
             "sha256:" + sha256_hex(read_file(shipped_file(seccomp_profile), Bytes{1U << 20U}))}};
}

Parsed<pid_t> DockerRun::find_process(const std::string& container) const
{
    if (!facts_.is_local) {
        return tl::unexpected{std::string{"the docker daemon is not on this machine"}};
    }
    return process_of(container);
}

Attempt DockerRun::attempt(const Request& request)
{
    const auto begin = std::chrono::steady_clock::now();
    const auto run = run_name();
    const auto name = container_name(run);
    std::optional<Container> container{std::in_place, name, log_};
    require_ok(run_docker(create_words(request, run)), "create");
    require_ok(run_docker(copy_words(name)), "cp");
    Meter meter{request,
                facts_.is_local ? std::optional<std::filesystem::path>{facts_.root} : std::nullopt};
    auto supervised = supervise_start(name, request, meter, [&] { return find_process(name); });
    const auto oom = was_oom_killed(supervised, name);
    auto attempt = make_attempt(std::move(supervised), request, meter.measured(), oom);
    container.reset();
    attempt.overhead_s =
        seconds(std::chrono::steady_clock::now() - begin) - attempt.iteration.wall_s;
    return attempt;
}

std::vector<std::vector<std::string>> DockerRun::commands(const Request& request)
{
    const std::string run_name = "run-NAME";
    const auto container = container_name(run_name);
    return {docker(create_words(request, run_name)).argv,
            docker(copy_words(container)).argv,
            docker(start_words(container)).argv,
            docker({"rm", "--force", "--volumes", container}).argv};
}

} // namespace cb::engine
