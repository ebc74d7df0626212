#pragma once

namespace cb {

/// Tells waits that the user wants the program to end. There is one a process: signals are the
/// process's. Every wait of cb polls stop_fd() beside what it waits for.
///
/// install_stop_signals() makes SIGINT, SIGTERM and SIGHUP request the stop in place of killing the
/// process, and SIGPIPE an error of write(2). A second signal of the same kind kills as usual.
void install_stop_signals();

/// Readable once a stop was requested; -1 when install_stop_signals() was never called.
[[nodiscard]] int stop_fd() noexcept;

/// Throws Interrupted if a stop was requested.
void throw_if_stopped();

} // namespace cb
