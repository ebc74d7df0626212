#pragma once

#include "base/id_set.hpp"
#include "base/quantity.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace cb {

/// What a core was made for, on processors that mix several kinds.
enum class CoreKind { unknown, performance, efficiency };

/// A logical CPU that is online.
struct Cpu {
    unsigned id = 0;
    std::optional<unsigned> package; ///< the socket
    CpuSet core; ///< the online logical CPUs of its physical core, itself included: the core's
                 ///< identity
    CpuSet l3;   ///< those that share its level 3 cache, itself included; empty where unknown
    std::optional<unsigned> node;        ///< its NUMA node
    std::optional<unsigned> memory_node; ///< its node, or the nearest with memory if that has none
    CoreKind kind = CoreKind::unknown;
};

/// A NUMA node that is online. A size that the kernel does not tell is none.
struct Node {
    unsigned id = 0;
    CpuSet cpus; ///< empty for a node of memory alone
    std::optional<Bytes> memory_total;
    std::optional<Bytes> memory_free;
    /// Free, or taken only by caches that the kernel gives back: what can be had without swapping.
    std::optional<Bytes> memory_available;

    /// \pre nothing: a node whose size is not told is taken to have memory.
    [[nodiscard]] bool has_memory() const { return !memory_total || memory_total->count() > 0; }
};

/// The machine's CPUs and memory nodes, and which of them this process may use.
struct Topology {
    CpuSet present;   ///< those that are there
    CpuSet possible;  ///< those that there can be (hotplug)
    CpuSet online;    ///< those that run
    CpuSet offline;   ///< present, but switched off
    CpuSet isolated;  ///< kept out of load balancing (isolcpus=)
    CpuSet nohz_full; ///< without a timer tick while one task runs
    /// The CPUs of our cpuset. Not sched_getaffinity(2): that leaves out isolated CPUs, and a
    /// service that is kept off the benchmarks' CPUs may still start benchmarks on them.
    CpuSet allowed;
    NodeSet allowed_nodes; ///< the memory nodes of our cpuset

    std::vector<Cpu> cpus;   ///< the online ones, ascending
    std::vector<Node> nodes; ///< the online ones, ascending

    /// The CPU or node of that number; null if it is not online.
    [[nodiscard]] const Cpu* cpu(unsigned id) const noexcept;
    [[nodiscard]] const Node* node(unsigned id) const noexcept;
    [[nodiscard]] NodeSet online_nodes() const;
};

/// Reads sys/devices/system/{cpu,node}, sys/devices/cpu_{core,atom} (hybrid processors),
/// proc/self/{status,cgroup} and the cgroup's cpuset below `root`. What is missing or garbage is
/// unknown; a kernel without NUMA has one node, 0. Throws Error{system} when not even the online
/// CPUs can be had.
///
/// The files: Documentation/ABI/testing/sysfs-devices-system-cpu and
/// Documentation/ABI/stable/sysfs-devices-node of the kernel.
[[nodiscard]] Topology read_topology(const std::filesystem::path& root = "/");

} // namespace cb
