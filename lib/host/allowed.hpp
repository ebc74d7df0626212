#pragma once

#include "host/sys_files.hpp"

#include <optional>

namespace cb {

/// The CPUs of sched_getaffinity(2), from proc/self/status.
[[nodiscard]] std::optional<CpuSet> own_affinity(const SysFiles& files);

/// The CPUs of our cpuset that are online: from the cgroup (v2 or v1); where that cannot be read,
/// our affinity and the isolated CPUs, which every affinity leaves out at first.
[[nodiscard]] CpuSet
allowed_cpus(const SysFiles& files, const CpuSet& online, const CpuSet& isolated);

/// The memory nodes of our cpuset, from proc/self/status.
[[nodiscard]] std::optional<NodeSet> allowed_nodes(const SysFiles& files);

} // namespace cb
