#pragma once

#include "host/sys_files.hpp"
#include "host/topology.hpp"

#include <optional>
#include <vector>

namespace cb {

/// The online memory nodes, ascending. Without NUMA: node 0 with all CPUs and all memory.
[[nodiscard]] std::vector<Node> read_nodes(const SysFiles& files, const CpuSet& online_cpus);

/// The node that has memory and is nearest to `node` by the firmware's distances, of equals the
/// first; `node` itself if it has memory, none if no node has.
[[nodiscard]] std::optional<unsigned>
nearest_memory(const SysFiles& files, const std::vector<Node>& nodes, const Node& node);

} // namespace cb
