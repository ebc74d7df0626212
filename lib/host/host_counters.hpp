#pragma once

#include "host/cpu_counters.hpp"

#include <cstdint>
#include <map>
#include <optional>

namespace cb {

enum class Setting { off, on };

/// How long tasks waited for something since the machine was started, in microseconds (PSI).
struct Pressure {
    std::uint64_t some_us = 0;            ///< at least one task waited
    std::optional<std::uint64_t> full_us; ///< all tasks that were not idle waited
    friend bool operator==(const Pressure&, const Pressure&) = default;
};

/// What the kernel counts, and how the machine is set up, at one moment. What it does not tell is
/// none: every kernel, architecture and container leaves something out. Two of these, from before
/// and after a run, tell how quiet the machine was (fitness.hpp).
struct HostCounters {
    std::map<unsigned, CpuCounters> cpus; ///< those that were watched

    std::optional<Pressure> cpu_pressure, memory_pressure, io_pressure; ///< of the whole machine
    std::optional<std::uint64_t> swapped_in_pages, swapped_out_pages;

    std::optional<std::uint64_t> tasks_running; ///< running or ready to run, the reader included
    std::optional<double> load_1min;            ///< their average, with those that wait for a disk

    std::optional<Setting> boost; ///< frequencies above the nominal one
    std::optional<Setting> smt;   ///< whether cores run several threads
    std::optional<Setting> numa_balancing;
    std::optional<CpuSet> isolated; ///< CPUs kept out of load balancing; empty: none is
};

/// Reads /proc and /sys. `watched` are the CPUs that are counted, `ticks_per_s` is
/// sysconf(_SC_CLK_TCK). Garbage is none, and no file is read further than 4 MiB. Throws nothing
/// but std::bad_alloc.
///
/// The files: besides those of read_cpu_counters(), Documentation/accounting/psi.rst of the kernel.
[[nodiscard]] HostCounters
read_counters(const SysFiles& files, const CpuSet& watched, unsigned ticks_per_s);

} // namespace cb
