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

/// The three ends of a sandbox whose process 1 is cb-init.
struct Channels {
    Fd word;   ///< the word to start goes in here
    Fd output; ///< standard output of the command
    Fd report; ///< what cb-init and the engine say, and standard error of the command
};

struct Supervised {
    enum class End {
        closed,       ///< the sandbox closed its descriptors: it ended by itself
        output_limit, ///< too much output; the caller ends the sandbox
        cpu_limit,    ///< too much processor time; the caller ends the sandbox
        disk_limit,   ///< too much written; the caller ends the sandbox
        too_late,     ///< it did not end by itself in time; the caller ends the sandbox
    };
    End end{};
    double elapsed_s = 0; ///< from the word to the end, as seen from outside
    std::optional<Ready> ready;
    std::optional<Ended> ended;
    std::optional<NotStarted> not_started;
    std::string output, error_output;
    bool output_truncated = false;
    std::vector<ResultsFile> files; ///< those of the request, in its order
    std::string log;                ///< lines of the report descriptor that are no events
};

/// Finds process 1 of the sandbox as this machine numbers it, or says why it is not to be seen.
using FindInit = std::function<Parsed<pid_t>()>;

/// Waits until cb-init is ready, proves the pins, starts the meter, gives the word, looks at the
/// meter while the command runs, stops it when the command has ended, lets cb-init go and reads to
/// the end. cb-init keeps the time limit itself; this waits `grace` longer. Throws PinsNotApplied
/// before the command starts, Interrupted, Error{system}.
[[nodiscard]] Supervised
supervise(Channels channels, const Request& request, Meter& meter, const FindInit& find_init);

/// cb-init's words for `request`: --aslr off --timeout-ms N --file-bytes N --results FILE --
/// ARGV...
[[nodiscard]] std::vector<std::string> init_words(const Request& request);

} // namespace cb::engine
