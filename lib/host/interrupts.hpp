#pragma once

#include "host/sys_files.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace cb {

/// Interrupts of one CPU since the machine was started, without those of timers. The kernel's
/// counts of each interrupt have 32 bits and start anew at 0, so the sums do, too.
struct InterruptCounts {
    std::uint32_t devices = 0;    ///< rows with a number
    std::uint32_t processors = 0; ///< the others: what CPUs send each other, and exceptions
};

/// Reads the content of /proc/interrupts, by CPU. Its head line names the CPUs that are online, one
/// a column. A row that has not a number for each of them (ERR, MIS) is not by CPU and is left out.
[[nodiscard]] std::map<unsigned, InterruptCounts> count_interrupts(std::string_view text);

/// Reads the content of /proc/softirqs, a table of the same form. Without TIMER, HRTIMER, SCHED and
/// RCU, which go with the timer's tick.
[[nodiscard]] std::map<unsigned, std::uint32_t> count_softirqs(std::string_view text);

/// A file of /proc with lines for all CPUs, which can be longer than SysFiles reads: up to 4 MiB.
/// Empty when it cannot be read or is longer.
[[nodiscard]] std::string large_text(const SysFiles& files, const std::filesystem::path& path);

} // namespace cb
