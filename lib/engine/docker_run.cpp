#include "engine/docker_run.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "base/paths.hpp"
#include "engine/attempt.hpp"

#include <fmt/format.h>

#include <csignal>
#include <optional>

namespace cb::engine {

namespace {

constexpr auto init_path = "/.cb-init";
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
        add(words, "--security-opt", "seccomp=" + shipped_file("profiles/seccomp.json").native());
    }
    add(words, "--pids-limit", fmt::to_string(request.processes));
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
    add(words,
        "--tmpfs",
        fmt::format("/dev/shm:rw,nosuid,nodev,exec,size={}{}",
                    request.shm.count(),
                    policy ? ",mpol=" + *policy : ""));
}

std::vector<std::string>
create_words(const Request& request, const std::string& run_name, const std::string& cgroup_parent)
{
    std::vector<std::string> words{"create", "--interactive", "--pull", "never"};
    add(words, "--name", container_name(run_name));
    add(words, "--label", "org.cb.run=" + run_name);
    add_pins(words, request);
    if (!cgroup_parent.empty()) {
        add(words, "--cgroup-parent", cgroup_parent);
    }
    for (const auto& [name, value] : request.env) {
        add(words, "--env", fmt::format("{}={}", name, value));
    }
    add(words, "--entrypoint", init_path);
    words.emplace_back("--");
    words.push_back(request.image);
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

Parsed<RunCgroup> make_cgroup(const DaemonFacts& facts, const std::string& run_name)
{
    if (!facts.is_local) {
        return tl::unexpected{std::string{"the docker daemon is not on this machine"}};
    }
    if (facts.cgroup_driver != "cgroupfs") {
        return tl::unexpected{fmt::format("docker's cgroup driver is {}", facts.cgroup_driver)};
    }
    return RunCgroup::create(run_name, {});
}

OomKilled was_oom_killed(const Supervised& supervised, const std::string& container)
{
    if (supervised.ended && supervised.ended->exit_code == 0) {
        return OomKilled::no;
    }
    const auto state = run_docker({"inspect", "--format", "{{.State.OOMKilled}}", container});
    return trimmed(state.out) == "true" ? OomKilled::yes : OomKilled::no;
}

Supervised
supervise_start(const std::string& container, const Request& request, Parsed<RunCgroup>& cgroup)
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
                     [&](const Ready& ready) {
                         require_pins(request, ready);
                         if (cgroup) {
                             cgroup->mark_start();
                         }
                     });
}

} // namespace

DockerRun::DockerRun(Log& log) : log_{log}
{
    require_docker();
    facts_ = daemon_facts();
}

std::optional<std::string> DockerRun::resolve(const std::string& image)
{
    return find_image(image);
}

Attempt DockerRun::attempt(const Request& request)
{
    const auto begin = std::chrono::steady_clock::now();
    const auto run_name = "run-" + random_hex(8);
    auto cgroup = make_cgroup(facts_, run_name);
    const auto name = container_name(run_name);
    std::optional<Container> container{std::in_place, name, log_};
    require_ok(run_docker(create_words(request, run_name, cgroup ? cgroup->path() : "")), "create");
    require_ok(run_docker(copy_words(name)), "cp");
    auto supervised = supervise_start(name, request, cgroup);
    const auto oom = was_oom_killed(supervised, name);
    if (supervised.end != Supervised::End::closed) {
        container.reset(); // ends what still runs, so that the figures are final
    }
    const auto figures = cgroup ? Parsed<CgroupFigures>{cgroup->figures()}
                                : Parsed<CgroupFigures>{tl::unexpected{cgroup.error()}};
    auto attempt = make_attempt(std::move(supervised), request, figures, oom);
    container.reset();
    attempt.overhead_s =
        seconds(std::chrono::steady_clock::now() - begin) - attempt.iteration.wall_s;
    return attempt;
}

std::vector<std::vector<std::string>> DockerRun::commands(const Request& request)
{
    const std::string run_name = "run-NAME";
    const auto container = container_name(run_name);
    return {docker(create_words(request, run_name, "")).argv,
            docker(copy_words(container)).argv,
            docker(start_words(container)).argv,
            docker({"rm", "--force", "--volumes", container}).argv};
}

} // namespace cb::engine
