#pragma once

#include "base/fd.hpp"
#include "base/quantity.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string>

namespace cb {

using Deadline = std::optional<std::chrono::steady_clock::time_point>;

/// The moment `duration` from now; none for none.
[[nodiscard]] Deadline deadline_in(std::optional<Duration> duration);

/// A descriptor that is read to its end, and what was read.
struct Stream {
    Fd fd;                   ///< closed at the end of the data
    Bytes most;              ///< no more than this is kept
    std::string data{};      ///< what came
    bool overflowed = false; ///< more than `most` came; the rest is thrown away
};

/// What a wait does when the user asks the program to end.
enum class OnStop {
    interrupt, ///< throw Interrupted
    ignore,    ///< go on: used for cleaning up
};

enum class Collected {
    closed,   ///< every stream came to its end
    overflow, ///< a stream had more than its `most`
    deadline, ///< the deadline passed
    enough,   ///< what was waited for is there
};

/// Reads the streams at once until one of the four happens. The streams keep their descriptors,
/// so that it can be called again. `enough` is asked after each read. Throws Interrupted,
/// Error{system}.
[[nodiscard]] Collected collect(std::span<Stream> streams,
                                const Deadline& deadline,
                                OnStop on_stop = OnStop::interrupt,
                                const std::function<bool()>& enough = {});

/// Waits until `fd` is readable. False when the deadline passed. Throws Interrupted.
[[nodiscard]] bool
wait_readable(int fd, const Deadline& deadline, OnStop on_stop = OnStop::interrupt);

/// Waits for data and reads what is there, at most 64 KiB; empty at the end. `used` is what was
/// read before and may go: its memory is used again. Throws Interrupted, Error{system} that names
/// `what`.
[[nodiscard]] std::string read_some(int fd, const std::string& what, std::string used = {});

} // namespace cb
