#pragma once

#include "host/sys_files.hpp"
#include "host/topology.hpp"

#include <optional>
#include <vector>

namespace cb::host {

/// The online memory nodes, ascending. Without NUMA: node 0 with all CPUs and all memory.
[[nodiscard]] std::vector<Node> read_nodes(const SysFiles& files, const CpuSet& online_cpus);

/// The node with memory that is nearest to `node` by the firmware's distances; the first one if
/// several are equally near. `node` itself if it has memory; nullopt if no node has memory.
[[nodiscard]] std::optional<unsigned>
find_nearest_memory(const SysFiles& files, const std::vector<Node>& nodes, const Node& node);

} // namespace cb::host
