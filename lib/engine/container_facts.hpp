#pragma once

#include "manifest/sections.hpp"

#include <array>
#include <string>
#include <string_view>

/// What an engine tells of itself.
namespace cb::engine {

/// What of an engine matters to a run.
struct EngineFacts {
    bool is_local = false;     ///< it runs on this machine
    std::string root;          ///< where it keeps its files
    std::string cgroup_driver; ///< "cgroupfs", "systemd", "none"
    std::string version;
    std::string runtime, runtime_version;
    Host host; ///< the engine's machine, as far as it tells
};

/// What `docker info` is to print, a fact a line.
inline constexpr auto docker_info_template =
    "{{.CgroupDriver}}\n{{.ServerVersion}}\n{{.DockerRootDir}}\n"
    "{{.DefaultRuntime}}\n{{.RuncCommit.ID}}\n{{.Name}}\n"
    "{{.KernelVersion}}\n{{.NCPU}}\n{{.MemTotal}}\n"
    "{{.OperatingSystem}}, {{.Architecture}}";

/// The facts that docker printed for that. `endpoint` is the URL that its context has.
[[nodiscard]] EngineFacts docker_facts(std::string_view endpoint, std::string_view info);

/// The first lines of what an engine printed; empty ones where it printed fewer.
[[nodiscard]] std::array<std::string, 10> first_lines(std::string_view text);

} // namespace cb::engine
