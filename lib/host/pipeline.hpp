#pragma once

#include "host/process.hpp"

#include <set>

namespace cb::host {

inline constexpr std::size_t max_pipeline = 64;

/// The running processes that work on what these write, and those of these that still run: which
/// read from a pipe that one of these writes to, which read from a pipe of those, and so on, as a
/// shell connected them. Ancestors of these are not added: a shell has a pipe open while it starts
/// the processes. If the descriptors of a process in a process group of these are not readable,
/// because it is another user's (`cb watch | sudo cb run | cb store`), all of the group count.
///
/// Reads /proc/PID/fd of all processes (proc(5)), which takes milliseconds. Finds at most
/// max_pipeline processes.
[[nodiscard]] std::set<ProcessKey> find_pipeline(const std::set<ProcessKey>& of);

/// Whether another process reads what is written to `fd`: it is a pipe or a socket.
[[nodiscard]] bool is_pipe(int fd);

} // namespace cb::host
