#pragma once

#include "base/quantity.hpp"
#include "base/subprocess.hpp"

#include <string>

namespace cb::engine {

/// How the program of a build came to its end, and the ends of what it printed.
struct BuildProcess {
    enum class End {
        exited,
        timeout,  ///< it was stopped, because it took longer than it was given
        too_much, ///< it was stopped, because it printed more than it was given
    };
    End end{};
    ProcessEnd status{Exited{0}}; ///< of End::exited
    std::string out, err;         ///< at most 64 KiB each

    [[nodiscard]] bool ok() const { return end == End::exited && status == ProcessEnd{Exited{0}}; }
};

/// Runs the program with nothing on its standard input, and keeps only the end of what it prints.
/// It does not outlive us, however we end, and is ended as Guarded::stop() has it. Throws
/// Error{system} when it cannot be started, Interrupted when it has been stopped.
[[nodiscard]] BuildProcess
run_build(const Command& command, Duration time, Bytes most_output = Bytes{64U << 20U});

} // namespace cb::engine
