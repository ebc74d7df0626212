#pragma once

#include "base/error.hpp"
#include "base/fd.hpp"
#include "engine/init_report.hpp"
#include "engine/measure/meter.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cb::engine {

/// cb's ends of the descriptors of a sandbox whose process 1 is cb-init.
struct Channels {
    Fd word;   ///< for the start message
    Fd output; ///< standard output of the command
    Fd report; ///< messages of cb-init and the engine, and standard error of the command
};

struct Supervised {
    enum class End {
        closed,       ///< the sandbox closed its descriptors and ended by itself
        output_limit, ///< too much output; the caller ends the sandbox
        cpu_limit,    ///< too much processor time; the caller ends the sandbox
        disk_limit,   ///< too much data written; the caller ends the sandbox
        too_late,     ///< it did not end in time; the caller ends the sandbox
    };
    End end{};
    double elapsed_s = 0; ///< from the start message to the end, as measured by cb
    std::optional<Ready> ready;
    std::optional<Ended> ended;
    std::optional<NotStarted> not_started;
    std::string output, error_output;
    bool output_truncated = false;
    std::vector<ResultsFile> files; ///< one per requested file, in that order
    std::string log;                ///< lines of the report descriptor that are not events
};

/// Finds the process 1 that reported `Ready` in cb's PID namespace, or returns why it is not
/// visible.
using FindInit = std::function<Parsed<pid_t>(const Ready&)>;

/// Waits until cb-init is ready, checks the pins, starts the meter and sends the start message.
/// Samples the meter while the command runs, and stops it when the command has ended. Then lets
/// cb-init exit and reads to the end. cb-init enforces the time limit; this function waits `grace`
/// longer. Throws PinsNotApplied before the command starts, Interrupted, Error{system}.
[[nodiscard]] Supervised
supervise(Channels channels, const Request& request, Meter& meter, const FindInit& find_init);

/// The arguments of cb-init for `request`: --aslr off --timeout-ms N --file-bytes N --results FILE
/// -- ARGV...
[[nodiscard]] std::vector<std::string> init_words(const Request& request);

} // namespace cb::engine
