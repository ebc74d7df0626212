#include "engine/container_words.hpp"

#include "base/error.hpp"
#include "base/paths.hpp"
#include "engine/pins.hpp"
#include "engine/supervise.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::engine {

namespace {

/// An anonymous volume, because docker copies nothing into a container whose root is read-only.
constexpr auto init_directory = "/.cb";
constexpr auto init_path = "/.cb/init";

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

} // namespace

std::string container_name(const std::string& run_name)
{
    return "cb-" + run_name;
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

std::vector<std::string> remove_words(const std::string& container)
{
    return {"rm", "--force", "--volumes", container};
}

} // namespace cb::engine
