#pragma once

#include "base/fd.hpp"
#include "base/quantity.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace cb {

using Deadline = std::optional<std::chrono::steady_clock::time_point>;

/// The time point `duration` from now; nullopt for nullopt.
[[nodiscard]] Deadline deadline_in(std::optional<Duration> duration);

/// A descriptor that is read to its end, with the data read so far.
struct Stream {
    Fd fd;                   ///< closed at the end of the data
    Bytes max_size;          ///< at most this much data is kept
    std::string data{};      ///< the data read
    bool overflowed = false; ///< more than `max_size` was read; the rest is discarded
};

/// What a wait does if the user asks the program to stop.
enum class OnStop {
    interrupt, ///< throw Interrupted
    ignore,    ///< continue; used for cleanup
};

enum class Collected {
    closed,   ///< every stream reached its end
    overflow, ///< a stream exceeded its `max_size`
    deadline, ///< the deadline passed
    enough,   ///< `enough` returned true
};

/// Reads all streams concurrently until one of the four happens. The streams keep their
/// descriptors, so collect() may be called again. `enough` is called after each read. Throws
/// Interrupted, Error{system}.
[[nodiscard]] Collected collect(std::span<Stream> streams,
                                const Deadline& deadline,
                                OnStop on_stop = OnStop::interrupt,
                                const std::function<bool()>& enough = {});

/// A descriptor that is written to while others are read.
struct Outgoing {
    Fd fd; ///< non-blocking; closed if nobody reads it any more
};

/// Writes all of `data` while reading the streams like collect(), so that no two processes wait for
/// each other. Collected::closed: everything is written, or nobody reads `to` any more. \pre
/// install_stop_signals() was called, or SIGPIPE is ignored
[[nodiscard]] Collected feed(Outgoing& to,
                             std::string_view data,
                             std::span<Stream> streams,
                             const Deadline& deadline,
                             const std::function<bool()>& enough);

/// Waits until `fd` is readable. Returns false if the deadline passed. Throws Interrupted.
[[nodiscard]] bool
wait_readable(int fd, const Deadline& deadline, OnStop on_stop = OnStop::interrupt);

/// The same until `fd` takes data.
[[nodiscard]] bool
wait_writable(int fd, const Deadline& deadline, OnStop on_stop = OnStop::interrupt);

/// Waits for data and returns what is available, at most 64 KiB; empty at the end. `used` is an
/// earlier result whose memory is reused. Throws Interrupted, Error{system} that names `what`.
[[nodiscard]] std::string read_some(int fd, const std::string& what, std::string used = {});

} // namespace cb
