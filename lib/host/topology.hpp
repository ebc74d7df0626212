#pragma once

#include "base/id_set.hpp"
#include "base/quantity.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace cb::host {

/// The kind of a core, on processors that combine several kinds.
enum class CoreKind { unknown, performance, efficiency };

/// An online logical CPU.
struct Cpu {
    unsigned id = 0;
    std::optional<unsigned> package; ///< the socket
    CpuSet core; ///< the online logical CPUs of its physical core, itself included; identifies it
    CpuSet l3;   ///< the CPUs that share its level 3 cache, itself included; empty if unknown
    std::optional<unsigned> node; ///< its NUMA node
    /// Its node, or the nearest node with memory if its own has none.
    std::optional<unsigned> memory_node;
    CoreKind kind = CoreKind::unknown;
};

/// An online NUMA node. A size is nullopt if the kernel does not report it.
struct Node {
    unsigned id = 0;
    CpuSet cpus; ///< empty for a node with only memory
    std::optional<Bytes> memory_total;
    std::optional<Bytes> memory_free;
    /// Free memory plus caches that the kernel can reclaim: available without swapping.
    std::optional<Bytes> memory_available;

    /// A node of unknown size counts as having memory.
    [[nodiscard]] bool has_memory() const { return !memory_total || memory_total->count() > 0; }
};

/// The machine's CPUs and memory nodes, and the ones that this process may use.
struct Topology {
    CpuSet present;   ///< CPUs that are present
    CpuSet possible;  ///< CPUs that may become present (hotplug)
    CpuSet online;    ///< CPUs in use by the kernel
    CpuSet offline;   ///< CPUs that are present but switched off
    CpuSet isolated;  ///< CPUs excluded from load balancing (isolcpus=)
    CpuSet nohz_full; ///< CPUs without a timer tick while they run a single task
    /// The CPUs of our cpuset. Not sched_getaffinity(2), which excludes isolated CPUs: a service
    /// that is kept off the benchmarks' CPUs may still start benchmarks on them.
    CpuSet allowed;
    NodeSet allowed_nodes; ///< the memory nodes of our cpuset

    std::vector<Cpu> cpus;   ///< online CPUs, ascending
    std::vector<Node> nodes; ///< online nodes, ascending

    /// The CPU or node with that number; null if it is not online.
    [[nodiscard]] const Cpu* cpu(unsigned id) const noexcept;
    [[nodiscard]] const Node* node(unsigned id) const noexcept;
    [[nodiscard]] NodeSet online_nodes() const;
};

/// Reads sys/devices/system/{cpu,node}, sys/devices/cpu_{core,atom} (hybrid processors),
/// proc/self/{status,cgroup} and the cgroup's cpuset below `root`. Missing or malformed values are
/// unknown; a kernel without NUMA has one node, 0. Throws Error{system} if not even the online CPUs
/// can be read.
///
/// The files are described in Documentation/ABI/testing/sysfs-devices-system-cpu and
/// Documentation/ABI/stable/sysfs-devices-node of the kernel.
[[nodiscard]] Topology read_topology(const std::filesystem::path& root = "/");

} // namespace cb::host
