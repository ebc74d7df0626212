#pragma once

#include "base/id_set.hpp"

namespace cb::engine {

/// The CPUs that this thread may run on: sched_getaffinity(2). Throws Error{system}.
[[nodiscard]] CpuSet get_affinity();

/// The memory nodes that this thread may use: get_mempolicy(2). Throws Error{system}.
[[nodiscard]] NodeSet get_memory_nodes();

/// Restricts this thread and the programs that it starts to these CPUs: sched_setaffinity(2).
/// Throws Error{system}.
void set_affinity(const CpuSet& cpus);

} // namespace cb::engine
