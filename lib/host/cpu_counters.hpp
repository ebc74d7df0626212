#pragma once

#include "base/id_set.hpp"
#include "base/quantity.hpp"
#include "host/sys_files.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace cb {

/// How a CPU spent its time since the machine was started. The kernel counts ticks, of 10 ms on
/// nearly all machines.
struct CpuTimes {
    Duration user{}, nice{}, system{}, idle{}, iowait{}, irq{}, softirq{};
    Duration steal{}; ///< it had work, and the hypervisor ran something else

    /// Neither idle nor taken away.
    [[nodiscard]] Duration busy() const { return user + nice + system + irq + softirq; }
    friend bool operator==(const CpuTimes&, const CpuTimes&) = default;
};

/// What the kernel counts of one CPU; what it does not tell is none.
struct CpuCounters {
    std::optional<CpuTimes> times;
    /// How long tasks ran, in nanoseconds (/proc/schedstat). A task counts when it leaves the CPU.
    std::optional<std::uint64_t> tasks_ran_ns;

    /// Sums over interrupts, modulo 2^32 as the kernel's own counts of each are. Without timers.
    std::optional<std::uint32_t> device_interrupts;
    std::optional<std::uint32_t> processor_interrupts; ///< of other CPUs, and its own exceptions
    /// Without those that go with the timer's tick: TIMER, HRTIMER, SCHED, RCU.
    std::optional<std::uint32_t> softirqs;

    /// How often and how long it slowed down because it was too hot (Intel alone tells).
    std::optional<std::uint64_t> core_throttles, package_throttles;
    std::optional<std::uint64_t> core_throttled_ms, package_throttled_ms;

    std::optional<std::string> governor; ///< of cpufreq: "performance"
};

/// Reads proc/{schedstat,interrupts,softirqs} and sys/devices/system/cpu/cpuN below the root, and
/// `stat`, which is the content of proc/stat. There is an element for each watched CPU.
///
/// The files: Documentation/filesystems/proc.rst, Documentation/scheduler/sched-stats.rst and
/// Documentation/ABI/testing/sysfs-devices-system-cpu of the kernel.
[[nodiscard]] std::map<unsigned, CpuCounters> read_cpu_counters(const SysFiles& files,
                                                                std::string_view stat,
                                                                const CpuSet& watched,
                                                                unsigned ticks_per_s);

/// How fast CPUs ran at one moment, in kHz. A CPU that does not tell is left out.
using FrequencySample = std::map<unsigned, std::uint64_t>;

/// Reads cpufreq/scaling_cur_freq of the CPUs. On some processors that interrupts the CPU, so once
/// a second is often enough.
[[nodiscard]] FrequencySample read_frequencies(const SysFiles& files, const CpuSet& cpus);

} // namespace cb
