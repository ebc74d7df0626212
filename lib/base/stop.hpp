#pragma once

namespace cb {

/// Notifies waits that the user wants the program to end. The state is global, like signal
/// handlers. Every wait of cb polls stop_fd(), too.
///
/// install_stop_signals() makes SIGINT, SIGTERM and SIGHUP request a stop instead of killing the
/// process, and makes SIGPIPE an error of write(2). A second signal of the same kind kills the
/// process as usual.
void install_stop_signals();

/// Becomes readable when a stop is requested; -1 if install_stop_signals() was not called.
[[nodiscard]] int stop_fd() noexcept;

/// Throws Interrupted if a stop was requested.
void throw_if_stopped();

} // namespace cb
