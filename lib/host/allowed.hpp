#pragma once

#include "host/sys_files.hpp"

#include <filesystem>
#include <optional>

namespace cb {

/// The CPUs of sched_getaffinity(2), from proc/self/status.
[[nodiscard]] std::optional<CpuSet> own_affinity(const SysFiles& files);

/// The CPUs in `file` of the cgroup at `path` below `mount`, or of the nearest one above that has
/// them. In a container the path can be one of the host's, of which only the top is to be seen.
[[nodiscard]] std::optional<CpuSet> nearest_cpus(const SysFiles& files,
                                                 const std::filesystem::path& mount,
                                                 std::filesystem::path path,
                                                 const char* file);

/// The CPUs of our cpuset that are online: from the cgroup (v2 or v1); where that cannot be read,
/// our affinity and the isolated CPUs, which every affinity leaves out at first.
[[nodiscard]] CpuSet
allowed_cpus(const SysFiles& files, const CpuSet& online, const CpuSet& isolated);

/// The memory nodes of our cpuset, from proc/self/status.
[[nodiscard]] std::optional<NodeSet> allowed_nodes(const SysFiles& files);

} // namespace cb
