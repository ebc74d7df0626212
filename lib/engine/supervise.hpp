#pragma once

#include "base/fd.hpp"
#include "engine/init_report.hpp"

#include <functional>
#include <optional>
#include <string>

namespace cb::engine {

/// The three ends of a sandbox whose process 1 is cb-init.
struct Channels {
    Fd word;   ///< the word to start goes in here
    Fd output; ///< what the command prints
    Fd report; ///< what cb-init, and the engine, say
};

struct Supervised {
    enum class End {
        closed,       ///< the sandbox closed its descriptors: it ended by itself
        output_limit, ///< too much output; the caller ends the sandbox
        too_late,     ///< it did not end by itself in time; the caller ends the sandbox
    };
    End end{};
    double elapsed_s = 0; ///< from the word to the end, as seen from outside
    std::optional<Ready> ready;
    std::optional<Ended> ended;
    std::optional<NotStarted> not_started;
    std::string output;
    bool output_truncated = false;
    std::string log; ///< lines of the report descriptor that are no events
};

/// Waits until cb-init is ready, calls `before_start` with what it read back (which may throw to
/// call the run off), gives the word, and reads to the end. cb-init keeps the time limit itself;
/// this waits `grace` longer. Throws Interrupted, Error{system}.
[[nodiscard]] Supervised supervise(Channels channels,
                                   const Request& request,
                                   const std::function<void(const Ready&)>& before_start);

/// cb-init's words for `request`: --aslr off --timeout-ms N -- ARGV...
[[nodiscard]] std::vector<std::string> init_words(const Request& request);

} // namespace cb::engine
