#pragma once

#include "base/quantity.hpp"
#include "base/subprocess.hpp"

#include <string>

namespace cb::engine {

/// How a build's program ended, and the last part of its output.
struct BuildProcess {
    enum class End {
        exited,
        timeout,  ///< stopped because it exceeded its time
        too_much, ///< stopped because it printed too much
    };
    End end{};
    ProcessEnd status{Exited{0}}; ///< if End::exited
    std::string out, err;         ///< at most 64 KiB each

    [[nodiscard]] bool ok() const { return end == End::exited && status == ProcessEnd{Exited{0}}; }
};

/// Runs the program with empty standard input and keeps only the end of its output. The program
/// never outlives cb and is stopped as described at Guarded::stop(). Throws Error{system} if it
/// cannot be started; Interrupted after it was stopped.
[[nodiscard]] BuildProcess
run_build(const Command& command, Duration time, Bytes most_output = Bytes{64U << 20U});

} // namespace cb::engine
