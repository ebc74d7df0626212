#include "engine/container/container_words.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/paths.hpp"
#include "engine/pins.hpp"
#include "engine/seccomp_profile.hpp"
#include "engine/supervise.hpp"

#include <fmt/format.h>

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

namespace cb::engine {

namespace {

constexpr std::string_view container_start = "cb-";

void add(std::vector<std::string>& words, std::string option, std::string value)
{
    words.push_back(std::move(option));
    words.push_back(std::move(value));
}

/// Overrides podman's defaults where they differ from docker's.
void add_habits(std::vector<std::string>& words)
{
    words.emplace_back("--http-proxy=false"); // default: pass our environment's proxy variables
    add(words, "--log-driver", "none");       // default: copy all output to the journal
    add(words, "--stop-timeout", "0");        // default: rm sends SIGTERM and waits ten seconds
}

std::string init_directory(const std::string& run_name)
{
    return "/." + container_name(run_name);
}

/// What every container of cb has.
void add_identity(std::vector<std::string>& words, Engine engine, const std::string& run_name)
{
    add(words, "--pull", "never");
    add(words, "--name", container_name(run_name));
    add(words, "--label", "org.cb.run=" + run_name);
    if (engine == Engine::podman) {
        add_habits(words);
    }
}

/// If one limit is given on the command line, podman ignores the other limits of its configuration.
/// Without CAP_SYS_RESOURCE it then requests a higher limit than root may set. Our own limit can
/// always be set. Podman first lowers it to the largest PID of the kernel.
std::string get_process_limit()
{
    rlimit own{};
    ::getrlimit(RLIMIT_NPROC, &own);
    const auto countable = parse_count(
        trimmed(read_small_file("/proc/sys/kernel/pid_max").value_or("")), 1, 1U << 22U);
    return fmt::to_string(std::min<std::uint64_t>(own.rlim_max, countable.value_or(1U << 15U)));
}

void add_open_files(std::vector<std::string>& words, Engine engine, const Request& request)
{
    if (!request.open_files) {
        return;
    }
    add(words, "--ulimit", fmt::format("nofile={0}:{0}", *request.open_files));
    if (engine == Engine::podman) {
        add(words, "--ulimit", fmt::format("nproc={0}:{0}", get_process_limit()));
    }
}

/// Podman copies the image's files into a tmpfs unless told otherwise.
std::string tmpfs(Engine engine, std::string_view directory, std::string_view options)
{
    return fmt::format("{}:rw,nosuid,nodev,exec,{}{}",
                       directory,
                       options,
                       engine == Engine::podman ? ",notmpcopyup" : "");
}

void add_shm(std::vector<std::string>& words, const ContainerPlan& plan)
{
    if (plan.shm) {
        add(words, "--volume", plan.shm->native() + ":/dev/shm");
        return;
    }
    const auto policy = shm_policy(plan.request);
    if (policy && policy->find(',') != std::string::npos) { // docker splits the options at commas
        throw Error{Errc::usage,
                    fmt::format("--numa: docker binds /dev/shm to one node or one range of nodes, "
                                "not to {}",
                                plan.request.shm_nodes->to_string())};
    }
    add(words, "--tmpfs", tmpfs(plan.engine, "/dev/shm", shm_options(plan.request)));
}

/// The limits of the container and its pins.
void add_pins(std::vector<std::string>& words, const ContainerPlan& plan)
{
    const auto& request = plan.request;
    add(words, "--network", request.network == Network::none ? "none" : "host");
    add(words, "--cap-drop", "ALL");
    add(words, "--security-opt", "no-new-privileges");
    add(words, "--security-opt", "seccomp=" + seccomp_profile_file(plan.engine).native());
    add(words, "--pids-limit", fmt::to_string(request.processes));
    add_open_files(words, plan.engine, request);
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
    add_shm(words, plan);
}

/// A field of --mount. The engines parse the option as CSV.
std::string mount_field(std::string_view name, std::string_view value)
{
    std::string field = fmt::format("\"{}=", name);
    for (const char c : value) {
        field += c == '"' ? std::string{"\"\""} : std::string{c};
    }
    return field + '"';
}

/// Directories of the engine's machine, mounted read-only at the same path.
void add_mounts(std::vector<std::string>& words, const Request& request)
{
    for (const auto& directory : request.mounts) {
        add(words,
            "--mount",
            fmt::format("type=bind,{},{},readonly",
                        mount_field("source", directory),
                        mount_field("target", directory)));
    }
}

/// The variables of the run, without the proxies of the client's configuration ("proxies" in
/// docker's config.json), which can contain a password. An engine adds only those proxy variables
/// that are not named on its command line.
void add_environment(std::vector<std::string>& words, const Request& request)
{
    std::set<std::string> named = request.image.variables;
    for (const auto& [name, value] : request.env) {
        add(words, "--env", variable_word(name, value));
        named.insert(name);
    }
    for (const char* const name : {"HTTP_PROXY",
                                   "HTTPS_PROXY",
                                   "FTP_PROXY",
                                   "NO_PROXY",
                                   "ALL_PROXY",
                                   "http_proxy",
                                   "https_proxy",
                                   "ftp_proxy",
                                   "no_proxy",
                                   "all_proxy"}) {
        if (!named.contains(name)) {
            add(words, "--env", fmt::format("{}=", name));
        }
    }
}

/// Whether the variable may affect docker, podman or the programs that they start.
bool steers_engine(std::string_view name)
{
    constexpr std::array starts{"PATH",    "HOME",      "USER",      "TMPDIR",    "LD_",
                                "DOCKER_", "BUILDKIT_", "BUILDX",    "CONTAINER", "_CONTAINERS",
                                "PODMAN_", "BUILDAH",   "REGISTRY_", "STORAGE_",  "XDG_",
                                "DBUS_",   "SSH_",      "SSL_",      "GO",        "NOTIFY_",
                                "LISTEN_", "MALLOC_",   "GCONV_"};
    constexpr std::array ends{"_PROXY", "_proxy"};
    return std::any_of(starts.begin(),
                       starts.end(),
                       [name](const char* start) { return name.starts_with(start); }) ||
           std::any_of(
               ends.begin(), ends.end(), [name](const char* end) { return name.ends_with(end); });
}

} // namespace

Variables hidden_variables(const Variables& variables)
{
    Variables hidden;
    std::copy_if(variables.begin(),
                 variables.end(),
                 std::back_inserter(hidden),
                 [](const auto& variable) { return !steers_engine(variable.first); });
    return hidden;
}

std::string variable_word(const std::string& name, const std::string& value)
{
    return steers_engine(name) ? fmt::format("{}={}", name, value) : name;
}

std::string container_name(const std::string& run_name)
{
    return std::string{container_start} + run_name;
}

std::string_view to_run_name(std::string_view container)
{
    return container.starts_with(container_start) ? container.substr(container_start.size()) : "";
}

std::string init_program(const std::string& run_name)
{
    return init_directory(run_name) + "/cb-init";
}

std::vector<std::string> run_words(const ContainerPlan& plan)
{
    const auto& request = plan.request;
    std::vector<std::string> words{"run", "--interactive"};
    add_identity(words, plan.engine, plan.run_name);
    add_pins(words, plan);
    add_mounts(words, request);
    add(words,
        "--volume",
        fmt::format("{}:{}:ro,nocopy", plan.init_volume, init_directory(plan.run_name)));
    add_environment(words, request);
    words.emplace_back("--no-healthcheck"); // it would use the benchmark's CPUs
    add(words, "--entrypoint", init_program(plan.run_name));
    words.insert(words.end(), {"--", request.image.id, "--name", plan.run_name});
    const auto init = init_words(request);
    words.insert(words.end(), init.begin(), init.end());
    return words;
}

std::vector<std::string> remove_words(const std::string& container)
{
    return {"rm", "--force", "--volumes", container};
}

/// The file that is copied into the container copies itself into the volume. `cp` into the volume
/// would leave a part of it if cb was killed.
std::vector<std::vector<std::string>> fill_words(const FillPlan& plan)
{
    const auto container = container_name(plan.run_name);
    const auto volume = init_directory(plan.run_name);
    const auto copy = volume + "-copy";
    std::vector<std::string> create{"create"};
    add_identity(create, plan.engine, plan.run_name);
    add(create, "--network", "none");
    add(create, "--cap-drop", "ALL");
    add(create, "--security-opt", "no-new-privileges");
    add(create, "--user", "0:0");
    add(create, "--volume", fmt::format("{}:{}:nocopy", plan.init_volume, volume));
    create.emplace_back("--no-healthcheck");
    add(create, "--entrypoint", copy);
    create.insert(create.end(), {"--", plan.image, "--install", volume, plan.run_name});
    return {std::move(create),
            {"cp", shipped_init().native(), container + ":" + copy},
            {"start", "--attach", container}};
}

} // namespace cb::engine
