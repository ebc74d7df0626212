#pragma once

#include "host/sys_files.hpp"

#include <filesystem>
#include <optional>

namespace cb::host {

/// The CPUs of sched_getaffinity(2), from proc/self/status.
[[nodiscard]] std::optional<CpuSet> read_affinity(const SysFiles& files);

/// The CPUs in `file` of the cgroup at `path` below `mount`, or of the nearest ancestor that lists
/// CPUs. In a container the path may be one of the host's, of which only the top is visible.
[[nodiscard]] std::optional<CpuSet> find_nearest_cpus(const SysFiles& files,
                                                      const std::filesystem::path& mount,
                                                      std::filesystem::path path,
                                                      const char* file);

/// The online CPUs of our cpuset, from the cgroup (v2 or v1). If that is unreadable: our affinity
/// plus the isolated CPUs, which a default affinity excludes.
[[nodiscard]] CpuSet
allowed_cpus(const SysFiles& files, const CpuSet& online, const CpuSet& isolated);

/// The memory nodes of our cpuset, from proc/self/status.
[[nodiscard]] std::optional<NodeSet> allowed_nodes(const SysFiles& files);

} // namespace cb::host
