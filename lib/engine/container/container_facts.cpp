#include "engine/container/container_facts.hpp"

#include "base/file.hpp"
#include "base/quantity.hpp"
#include "engine/measure/cgroup_files.hpp"
#include "host/identity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

namespace cb::engine {

namespace {

/// The lines that `info` prints, one per fact. The last ones are podman's own. The runtime version
/// comes last because it spans several lines.
enum Line : unsigned {
    driver,
    version,
    root,
    runtime,
    name,
    kernel,
    cpus,
    memory,
    system_name,
    context, ///< docker
    runtime_version,
    rootless = context, ///< podman
    remote,
    podman_runtime_version,
    count
};
using FactLines = std::array<std::string, Line::count>;

FactLines split_lines(std::string_view text)
{
    FactLines lines;
    for (auto& line : lines) {
        const auto end = std::min(text.find('\n'), text.size());
        line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

Host parse_host(const FactLines& lines)
{
    constexpr auto any = std::numeric_limits<std::int64_t>::max();
    Host host;
    host.name = lines[Line::name];
    host.kernel = lines[Line::kernel];
    host.cpu = "unknown";
    host.cpus_online = parse_count(lines[Line::cpus], 0, any).value_or(0);
    host.memory_bytes = parse_count(lines[Line::memory], 0, any).value_or(0);
    host.facts = {{"kernel", lines[Line::kernel]},
                  {"cpus", lines[Line::cpus]},
                  {"memory", lines[Line::memory]},
                  {"system", lines[Line::system_name]},
                  {"name", lines[Line::name]}};
    host.key = host::host_key(host.facts);
    return host;
}

/// The last line of `text` that is not blank and not docker's advice after a failed `run`.
std::string_view last_line(std::string_view text)
{
    for (;;) {
        text = trimmed(text);
        const auto newline = text.rfind('\n');
        const auto line =
            newline == std::string_view::npos ? text : trimmed(text.substr(newline + 1));
        if (newline == std::string_view::npos || (!line.starts_with("See 'docker run --help'") &&
                                                  !line.starts_with("Run 'docker run --help'"))) {
            return line;
        }
        text = text.substr(0, newline);
    }
}

} // namespace

const Dialect& get_dialect(Engine engine)
{
    static const Dialect docker{
        .ping = {"version", "--format", "{{.Server.Version}}"},
        .does_not_answer = "the docker daemon does not answer",
        .is_missing = "is docker installed, and is its daemon running?",
        .is_elsewhere = "the docker daemon is not on this machine",
        .info = "{{.CgroupDriver}}\n{{.ServerVersion}}\n{{.DockerRootDir}}\n{{.DefaultRuntime}}\n"
                "{{.Name}}\n{{.KernelVersion}}\n{{.NCPU}}\n{{.MemTotal}}\n"
                "{{.OperatingSystem}}, {{.Architecture}}\n{{.ClientInfo.Context}}\n"
                "{{.RuncCommit.ID}}"};
    static const Dialect podman{
        .ping = {"info", "--format", "{{.Version.Version}}"},
        .does_not_answer = "podman does not work",
        .is_missing = "is podman installed?",
        .is_elsewhere = "podman's service is not on this machine",
        .info = "{{.Host.CgroupManager}}\n{{.Version.Version}}\n{{.Store.GraphRoot}}\n"
                "{{.Host.OCIRuntime.Name}}\n{{.Host.Hostname}}\n{{.Host.Kernel}}\n{{.Host.CPUs}}\n"
                "{{.Host.MemTotal}}\n{{.Host.Distribution.Distribution}}, {{.Host.Arch}}\n"
                "{{.Host.Security.Rootless}}\n{{.Host.ServiceIsRemote}}\n"
                "{{.Host.OCIRuntime.Version}}"};
    return engine == Engine::podman ? podman : docker;
}

bool keeps_memory_limit(const EngineFacts& facts)
{
    return !facts.is_rootless || cgroups_are_unified();
}

EngineFacts parse_facts(Engine engine, std::string_view info)
{
    const auto lines = split_lines(info);
    EngineFacts facts{.context = lines[Line::context],
                      .root = lines[Line::root],
                      .cgroup_driver = lines[Line::driver],
                      .version = lines[Line::version],
                      .runtime = lines[Line::runtime],
                      .runtime_version = lines[Line::runtime_version],
                      .host = parse_host(lines)};
    if (engine == Engine::podman) {
        facts.context.clear();
        facts.is_local = lines[Line::remote] == "false";
        facts.is_rootless = lines[Line::rootless] == "true";
        facts.runtime_version = lines[Line::podman_runtime_version];
    }
    return facts;
}

std::string find_message(std::string_view text)
{
    auto message = last_line(text);
    for (const std::string_view words : {"docker: ", "Error response from daemon: ", "Error: "}) {
        if (message.starts_with(words)) {
            message.remove_prefix(words.size());
        }
    }
    return fmt::format("{:.500}", message);
}

} // namespace cb::engine
