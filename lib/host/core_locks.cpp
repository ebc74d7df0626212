#include "host/core_locks.hpp"

#include "host/lock_directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <unistd.h>

namespace cb {

namespace {

namespace fs = std::filesystem;

/// The lowest CPU names the core.
fs::path lock_file(const fs::path& directory, const CpuSet& core)
{
    return directory / fmt::format("core-{}", core.ids().front());
}

std::string written_in(const Fd& fd)
{
    std::array<char, 200> text{};
    const auto got = ::pread(fd.get(), text.data(), text.size(), 0);
    std::string_view line{text.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0))};
    line = line.substr(0, line.find('\n'));
    const bool is_plain = std::all_of(
        line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; }); // for a terminal
    return is_plain ? std::string{line} : std::string{};
}

/// What is written is for a person only; that it cannot be is no reason not to run.
void write_holder(const Fd& fd, const std::string& holder)
{
    [[maybe_unused]] const auto cut = ::ftruncate(fd.get(), 0);
    const auto line = holder + "\n";
    [[maybe_unused]] const auto put = ::pwrite(fd.get(), line.data(), line.size(), 0);
}

} // namespace

tl::expected<CoreLocks, CoreLocks::Busy> CoreLocks::try_lock(const fs::path& directory,
                                                             const std::vector<CpuSet>& cores,
                                                             const std::string& holder)
{
    CoreLocks locks;
    for (const auto& core : cores) {
        const auto file = lock_file(directory, core);
        Fd fd = open_lock(file);
        if (!cb::try_lock(fd, file)) {
            return tl::unexpected{Busy{core, written_in(fd)}};
        }
        write_holder(fd, holder);
        locks.locks_.push_back(std::move(fd));
    }
    return locks;
}

std::vector<CpuSet> cores_of(const CpuSet& cpus, const Topology& topology)
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
    for (const auto& core : cores_of(cpus, topology)) {
        whole = united(whole, core);
    }
    return whole;
}

CpuSet free_cpus(const fs::path& directory, const Topology& topology)
{
    CpuSet free;
    for (const auto& core : cores_of(topology.allowed, topology)) {
        const auto file = lock_file(directory, core);
        const Fd fd = open_existing_lock(file);
        if (!fd || try_lock(fd, file)) {
            free = united(free, common(core, topology.allowed));
        }
    }
    return free;
}

} // namespace cb
