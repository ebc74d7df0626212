#include "engine/container/engine_cpus.hpp"

#include "host/allowed.hpp"
#include "host/sys_files.hpp"

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

/// The cgroup in which containers are created by default: --cgroup-parent of dockerd(8) and
/// podman-run(1).
fs::path default_parent(Engine engine, const std::string& driver)
{
    const bool is_systemd = driver == "systemd";
    if (engine == Engine::podman) {
        return is_systemd ? "machine.slice" : "libpod_parent";
    }
    return is_systemd ? "system.slice" : "docker";
}

} // namespace

std::optional<CpuSet>
read_engine_cpus(Engine engine, const EngineFacts& facts, const fs::path& root)
{
    if (!facts.is_local || facts.is_rootless) {
        return std::nullopt;
    }
    const host::SysFiles files{root};
    const auto parent = default_parent(engine, facts.cgroup_driver);
    if (auto list = // version 1
        host::find_nearest_cpus(files, "sys/fs/cgroup/cpuset", parent, "cpuset.effective_cpus")) {
        return list;
    }
    if (auto list =
            host::find_nearest_cpus(files, "sys/fs/cgroup", parent, "cpuset.cpus.effective")) {
        return list;
    }
    // The root cgroup of version 2 has no such file.
    return files.list<CpuSet>("sys/devices/system/cpu/online");
}

} // namespace cb::engine
