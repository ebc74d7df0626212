#pragma once

#include "base/quantity.hpp"
#include "base/subprocess.hpp"

#include <functional>
#include <string>
#include <string_view>

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

/// Called once; it calls its argument with each piece of the program's standard input, in order.
using Feed = std::function<void(const std::function<void(std::string_view)>& write)>;

/// Runs the program and keeps only the end of its output. Its standard input is what `feed` writes,
/// or empty; `feed` is ended by an exception if the program does not want more. The program
/// never outlives cb and is stopped as described at Guarded::stop(). Throws Error{system} if it
/// cannot be started; Interrupted, or what `feed` throws, after it was stopped.
[[nodiscard]] BuildProcess run_build(const Command& command,
                                     Duration time,
                                     const Feed& feed = {},
                                     Bytes max_output = Bytes{64U << 20U});

} // namespace cb::engine
