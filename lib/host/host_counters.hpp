#pragma once

#include "host/cpu_counters.hpp"

#include <cstdint>
#include <map>
#include <optional>

namespace cb::host {

enum class Setting { off, on };

/// How long tasks waited for a resource since boot, in microseconds (PSI).
struct Pressure {
    std::uint64_t some_us = 0;            ///< at least one task waited
    std::optional<std::uint64_t> full_us; ///< all non-idle tasks waited
    friend bool operator==(const Pressure&, const Pressure&) = default;
};

/// The kernel's counters and settings at one moment. A value is nullopt if it is not available:
/// every kernel, architecture and container lacks some. Comparing the readings before and after a
/// run shows how quiet the machine was (fitness.hpp).
struct HostCounters {
    std::map<unsigned, CpuCounters> cpus; ///< the watched CPUs

    std::optional<Pressure> cpu_pressure, memory_pressure, io_pressure; ///< of the whole machine
    std::optional<std::uint64_t> swapped_in_pages, swapped_out_pages;

    std::optional<std::uint64_t> tasks_running; ///< running or runnable, including the reader
    /// Their average, including tasks that wait for a disk.
    std::optional<double> load_1min;

    std::optional<Setting> boost; ///< frequencies above the nominal frequency
    std::optional<Setting> smt;   ///< whether cores run several threads
    std::optional<Setting> numa_balancing;
    std::optional<CpuSet> isolated; ///< CPUs excluded from load balancing; empty if there are none
};

/// Reads /proc and /sys. `watched` lists the CPUs to count; `ticks_per_s` is sysconf(_SC_CLK_TCK).
/// Malformed content gives nullopt, and no file is read beyond 4 MiB. Throws only std::bad_alloc.
///
/// The files are those of read_cpu_counters() and Documentation/accounting/psi.rst of the kernel.
[[nodiscard]] HostCounters
read_counters(const SysFiles& files, const CpuSet& watched, unsigned ticks_per_s);

} // namespace cb::host
