#pragma once

#include <sys/types.h>

#include <cstddef>

namespace cb::engine {

/// Kills the descendants of `ancestor` that are in another PID namespace than it is: what an engine
/// without a daemon runs in containers. Returns how many there were.
std::size_t kill_contained(pid_t ancestor);

} // namespace cb::engine
