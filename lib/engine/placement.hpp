#pragma once

#include "base/log.hpp"
#include "host/core_locks.hpp"
#include "host/cpu_request.hpp"
#include "host/numa_request.hpp"

#include <optional>
#include <vector>

namespace cb::engine {

/// Where a benchmark should run on the machine, as requested by the user.
struct PlacementWish {
    std::optional<host::CpuRequest>
        cpus; ///< nullopt: not pinned; the run then has all cores to itself
    std::optional<host::NumaRequest> nodes; ///< nullopt: the nodes of the CPUs
    Bytes memory; ///< required on the nodes: the larger of the memory limit and /dev/shm
    Duration patience = std::chrono::hours{24}; ///< how long to wait for cores in use
};

/// Where a benchmark runs. The cores are locked during the object's lifetime.
struct Placement {
    std::optional<CpuSet> cpus; ///< nullopt: not pinned
    std::optional<NodeSet> mems;
    std::vector<host::CpuWarning> warnings;
    std::vector<CpuSet> cores; ///< the physical cores of the CPUs
    host::CoreLocks locks;
    Duration waited{}; ///< for the cores
};

/// This machine's topology, restricted to `allowed`, or to our own cpuset if nullopt. Throws
/// Error{system}.
[[nodiscard]] host::Topology read_allowed_topology(const std::optional<CpuSet>& allowed);

/// Chooses CPUs and nodes for the wish among those that `topology` allows. Locks nothing. Throws
/// Error{usage} if the wish cannot be fulfilled.
[[nodiscard]] Placement choose_place(const PlacementWish& wish, const host::Topology& topology);

/// Chooses CPUs and memory nodes of this machine among those that `topology` allows, and locks the
/// cores. Waits in the queue if they are in use (host/core_queue.hpp), and logs that. Throws
/// Error{usage} if the wish cannot be fulfilled, Error{unavailable} if the wait limit is exceeded,
/// Error{system}, Interrupted.
[[nodiscard]] Placement place(const PlacementWish& wish, const host::Topology& topology, Log& log);

/// Locks on all cores of this machine, for the object's lifetime.
struct WholeMachine {
    host::CoreLocks locks;
    Duration waited{}; ///< for the cores
};

/// Locks all cores of this machine for a build: during the object's lifetime, nothing is measured
/// here. Waits and throws like place().
[[nodiscard]] WholeMachine lock_machine(Duration patience, Log& log);

/// For an engine on another machine: takes CPUs and nodes as given and locks nothing. Throws
/// Error{usage} for a wish that requires knowledge of the machine.
[[nodiscard]] Placement place_elsewhere(const PlacementWish& wish);

/// Keeps this process, and programs that it starts in the meantime, off the cores of a measurement.
/// Does nothing if no other CPU remains.
class OffCores {
public:
    explicit OffCores(const std::vector<CpuSet>& cores);
    OffCores(const OffCores&) = delete;
    OffCores& operator=(const OffCores&) = delete;
    ~OffCores();

private:
    CpuSet before_; ///< the affinity to restore; empty: unchanged
};

} // namespace cb::engine
