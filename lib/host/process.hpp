#pragma once

#include <sys/types.h>

#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

namespace cb::host {

/// A process of this PID namespace. The start time tells it from a later process with the same PID.
struct ProcessKey {
    pid_t pid = 0;
    std::uint64_t start_ticks = 0; ///< since boot
    friend auto operator<=>(const ProcessKey&, const ProcessKey&) = default;
};

/// What the kernel says of a process.
struct ProcessFacts {
    ProcessKey key{};
    pid_t parent = 0; ///< 0 if it is outside the PID namespace
    pid_t group = 0;
    bool is_running = false; ///< false for a zombie
};

/// Reads /proc/PID/stat (proc(5)). nullopt if there is no such process.
[[nodiscard]] std::optional<ProcessFacts> read_process(pid_t pid);

/// Whether the process is still running.
[[nodiscard]] bool is_running(const ProcessKey& process);

/// The processes that are visible here, in no particular order.
[[nodiscard]] std::vector<pid_t> list_processes();

} // namespace cb::host
