#pragma once

#include <sys/types.h>

#include <cstddef>
#include <vector>

namespace cb::engine {

/// All descendants of `ancestor`, in any order.
[[nodiscard]] std::vector<pid_t> find_descendants(pid_t ancestor);

/// Kills the descendants of `ancestor` that are in another PID namespace: the containers of an
/// engine without a daemon. Returns the number of processes killed.
std::size_t kill_contained(pid_t ancestor);

} // namespace cb::engine
