#pragma once

#include "host/sys_files.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace cb::host {

/// Interrupts of one CPU since boot, without timer interrupts. The kernel's counters are 32 bits
/// wide and wrap around, so the sums wrap around, too.
struct InterruptCounts {
    std::uint32_t devices = 0;    ///< rows named by a number
    std::uint32_t processors = 0; ///< other rows: interrupts between CPUs, and exceptions
};

/// Parses the content of /proc/interrupts, by CPU. The header line names the online CPUs, one per
/// column. A row without a number for each CPU (ERR, MIS) is not counted per CPU and is left out.
[[nodiscard]] std::map<unsigned, InterruptCounts> count_interrupts(std::string_view text);

/// Parses the content of /proc/softirqs, a table of the same form. Leaves out TIMER, HRTIMER, SCHED
/// and RCU, which are caused by the timer tick.
[[nodiscard]] std::map<unsigned, std::uint32_t> count_softirqs(std::string_view text);

/// Reads a file of /proc with lines for all CPUs, which may be larger than SysFiles allows: up to 4
/// MiB. Empty if it is unreadable or larger.
[[nodiscard]] std::string read_large_text(const SysFiles& files, const std::filesystem::path& path);

} // namespace cb::host
