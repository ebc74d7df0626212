#include "host/core_locks.hpp"

#include "host/lock_directory.hpp"

#include <fmt/format.h>

#include <set>

namespace cb::host {

namespace {

namespace fs = std::filesystem;

/// The core's lowest CPU names the file.
fs::path lock_file(const fs::path& directory, const CpuSet& core)
{
    return directory / fmt::format("core-{}", core.ids().front());
}

} // namespace

std::string describe(const CoreLocks::Busy& busy)
{
    const auto who = busy.holder.empty() ? "another process" : busy.holder;
    const auto core = busy.core.to_string();
    return busy.why == CoreLocks::Busy::Why::used
               ? fmt::format("the core of CPU {} is in use by {}", core, who)
               : fmt::format("{} is ahead in the queue for the core of CPU {}", who, core);
}

tl::expected<CoreLocks, CoreLocks::Busy> CoreLocks::try_lock(const fs::path& directory,
                                                             const std::vector<CpuSet>& cores,
                                                             const std::string& holder)
{
    CoreLocks locks;
    for (const auto& core : cores) {
        const auto file = lock_file(directory, core);
        Fd fd = open_lock(file);
        if (!host::try_lock(fd, file)) {
            constexpr std::size_t longest = 200;
            return tl::unexpected{Busy{core, first_line(read_lock(fd, longest))}};
        }
        write_lock(fd, holder + "\n");
        locks.locks_.push_back(std::move(fd));
    }
    return locks;
}

std::vector<CpuSet> find_cores(const CpuSet& cpus, const Topology& topology)
{
    std::vector<CpuSet> cores;
    std::set<unsigned> seen;
    for (const unsigned id : cpus.ids()) {
        const Cpu* const cpu = topology.cpu(id);
        if (cpu != nullptr && seen.insert(cpu->core.ids().front()).second) {
            cores.push_back(cpu->core);
        }
    }
    return cores;
}

CpuSet whole_cores(const CpuSet& cpus, const Topology& topology)
{
    CpuSet whole = cpus;
    for (const auto& core : find_cores(cpus, topology)) {
        whole = united(whole, core);
    }
    return whole;
}

CpuSet find_free_cpus(const fs::path& directory, const Topology& topology)
{
    CpuSet free;
    for (const auto& core : find_cores(topology.allowed, topology)) {
        const auto file = lock_file(directory, core);
        const Fd fd = open_existing_lock(file);
        if (!fd || try_lock(fd, file)) {
            free = united(free, common(core, topology.allowed));
        }
    }
    return free;
}

} // namespace cb::host
