#pragma once

#include "base/time.hpp"
#include "engine/request.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// The messages of cb-init on its report descriptor (init/report.hpp).
namespace cb::engine {

/// The settings that cb-init read back in the sandbox before the command starts.
struct Ready {
    std::optional<CpuSet> cpus;
    std::optional<NodeSet> mems;
    std::optional<Bytes> shm; ///< nullopt: no tmpfs on /dev/shm
    std::optional<std::string> shm_policy;
    std::optional<std::uint64_t> start_ticks; ///< start time of process 1, in ticks since boot
};

/// The command ended.
struct Ended {
    Time started_at{}; ///< the time of exec
    double wall_s = 0; ///< from exec to exit
    bool timed_out = false;
    std::optional<int> exit_code, signal;
    bool aslr_is_off = false; ///< according to /proc/PID/personality
    Usage usage;              ///< of the command and its descendants, from getrusage(2)
};

/// The command could not be started.
struct NotStarted {
    std::string what, message;
    int error_number = 0;
};

/// The next requested results file; its bytes follow the line.
struct FileSent {
    std::uint64_t size_bytes = 0;
    std::string problem; ///< why the file is not available; empty if it is
};

using InitEvent = std::variant<Ready, Ended, NotStarted, FileSent>;

/// Parses one line of the report. nullopt if it is not an event: docker writes to the same
/// descriptor.
[[nodiscard]] std::optional<InitEvent> parse_init_event(std::string_view line);

} // namespace cb::engine
