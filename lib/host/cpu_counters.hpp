#pragma once

#include "base/id_set.hpp"
#include "base/quantity.hpp"
#include "host/sys_files.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace cb::host {

/// How a CPU spent its time since boot. The kernel counts ticks, which are 10 ms on nearly all
/// machines.
struct CpuTimes {
    Duration user{}, nice{}, system{}, idle{}, iowait{}, irq{}, softirq{};
    Duration steal{}; ///< runnable, but the hypervisor ran something else

    /// Neither idle nor stolen.
    [[nodiscard]] Duration busy() const { return user + nice + system + irq + softirq; }
    friend bool operator==(const CpuTimes&, const CpuTimes&) = default;
};

/// The kernel's counters of one CPU; nullopt if a counter is not available.
struct CpuCounters {
    std::optional<CpuTimes> times;
    /// How long tasks ran, in nanoseconds (/proc/schedstat). The time of a task is added when it
    /// leaves the CPU.
    std::optional<std::uint64_t> tasks_ran_ns;

    /// Sums over all interrupts except timers, modulo 2^32 like the kernel's own counters.
    std::optional<std::uint32_t> device_interrupts;
    std::optional<std::uint32_t> processor_interrupts; ///< from other CPUs, and its own exceptions
    /// Without those caused by the timer tick: TIMER, HRTIMER, SCHED, RCU.
    std::optional<std::uint32_t> softirqs;

    /// How often and how long the CPU was throttled because of heat (only Intel CPUs report it).
    std::optional<std::uint64_t> core_throttles, package_throttles;
    std::optional<std::uint64_t> core_throttled_ms, package_throttled_ms;

    std::optional<std::string> governor; ///< from cpufreq: "performance"
};

/// Reads proc/{schedstat,interrupts,softirqs} and sys/devices/system/cpu/cpuN below the root.
/// `stat` is the content of proc/stat. The result has an element for each watched CPU.
///
/// The files are described in Documentation/filesystems/proc.rst,
/// Documentation/scheduler/sched-stats.rst and Documentation/ABI/testing/sysfs-devices-system-cpu
/// of the kernel.
[[nodiscard]] std::map<unsigned, CpuCounters> read_cpu_counters(const SysFiles& files,
                                                                std::string_view stat,
                                                                const CpuSet& watched,
                                                                unsigned ticks_per_s);

/// Frequencies of CPUs at one moment, in kHz. A CPU that does not report its frequency is left out.
using FrequencySample = std::map<unsigned, std::uint64_t>;

/// Reads cpufreq/scaling_cur_freq of the CPUs. On some processors this interrupts the CPU, so call
/// it at most once per second.
[[nodiscard]] FrequencySample read_frequencies(const SysFiles& files, const CpuSet& cpus);

} // namespace cb::host
