#pragma once

#include <sys/types.h>

#include <cstddef>
#include <vector>

namespace cb::engine {

/// The processes below `ancestor`, in no order.
[[nodiscard]] std::vector<pid_t> descendants_of(pid_t ancestor);

/// Kills the descendants of `ancestor` that are in another PID namespace than it is: what an engine
/// without a daemon runs in containers. Returns how many there were.
std::size_t kill_contained(pid_t ancestor);

} // namespace cb::engine
