#pragma once

#include "base/time.hpp"
#include "engine/request.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// What cb-init says on its report descriptor (init/report.hpp).
namespace cb::engine {

/// Read back in the sandbox before the command starts.
struct Ready {
    std::optional<CpuSet> cpus;
    std::optional<NodeSet> mems;
    std::optional<Bytes> shm; ///< none: no tmpfs on /dev/shm
    std::optional<std::string> shm_policy;
    std::optional<std::uint64_t> start_ticks; ///< when process 1 started, in ticks since the boot
};

/// The command ended.
struct Ended {
    Time started_at{}; ///< the moment of exec
    double wall_s = 0; ///< from exec to exit
    bool timed_out = false;
    std::optional<int> exit_code, signal;
    bool aslr_is_off = false; ///< as the kernel says of the process that ran
    Usage usage;              ///< of the command and its descendants, as getrusage(2) counts
};

/// The command was not started.
struct NotStarted {
    std::string what, message;
    int error_number = 0;
};

/// The next results file that was asked for; its bytes follow the line.
struct FileSent {
    std::uint64_t size_bytes = 0;
    std::string problem; ///< why it cannot be had; empty where it can
};

using InitEvent = std::variant<Ready, Ended, NotStarted, FileSent>;

/// Reads one line of the report. None when it is no event: docker writes on the same descriptor.
[[nodiscard]] std::optional<InitEvent> parse_init_event(std::string_view line);

} // namespace cb::engine
