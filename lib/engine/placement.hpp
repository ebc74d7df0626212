#pragma once

#include "base/log.hpp"
#include "host/core_locks.hpp"
#include "host/cpu_request.hpp"
#include "host/numa_request.hpp"

#include <optional>
#include <vector>

namespace cb::engine {

/// Where on the machine a benchmark is to run, as the user asked.
struct PlacementWish {
    std::optional<CpuRequest> cpus;   ///< none: not pinned; the run then has every core to itself
    std::optional<NumaRequest> nodes; ///< none: those of the CPUs
    Bytes memory; ///< that must be available on the nodes: the larger of the limit and /dev/shm
    Duration patience = std::chrono::hours{24}; ///< how long to wait for cores that others use
};

/// Where it runs. The cores are ours as long as the object lives.
struct Placement {
    std::optional<CpuSet> cpus; ///< none: not pinned
    std::optional<NodeSet> mems;
    std::vector<CpuWarning> warnings;
    std::vector<CpuSet> cores; ///< the physical cores of the CPUs
    CoreLocks locks;
    Duration waited{}; ///< for the cores
};

/// This machine's, of which `allowed` may be used; none: what our own cpuset has. Throws
/// Error{system}.
[[nodiscard]] Topology topology_for(const std::optional<CpuSet>& allowed);

/// What is wished for, of what `topology` allows. Locks nothing. Throws Error{usage} for what
/// cannot be had.
[[nodiscard]] Placement choose_place(const PlacementWish& wish, const Topology& topology);

/// Finds CPUs and memory nodes on this machine, of what `topology` allows, and locks the cores.
/// Waits for them in turn if they are taken (host/core_queue.hpp), and says so in `log`. Throws
/// Error{usage} for what cannot be had, Error{unavailable} when patience is over, Error{system},
/// Interrupted.
[[nodiscard]] Placement place(const PlacementWish& wish, const Topology& topology, Log& log);

/// Every core of this machine, as long as the object lives.
struct WholeMachine {
    CoreLocks locks;
    Duration waited{}; ///< for the cores
};

/// Locks every core of this machine for a build: while the object lives, nothing is measured here.
/// Waits as place() does, and throws the same.
[[nodiscard]] WholeMachine lock_machine(Duration patience, Log& log);

/// For an engine on another machine: what is named is taken as it is, nothing is locked. Throws
/// Error{usage} for a wish that needs to know the machine.
[[nodiscard]] Placement place_elsewhere(const PlacementWish& wish);

/// Keeps this process, and the programs that it starts meanwhile, off the cores of a measurement.
/// Does nothing where no other CPU is left.
class OffCores {
public:
    explicit OffCores(const std::vector<CpuSet>& cores);
    OffCores(const OffCores&) = delete;
    OffCores& operator=(const OffCores&) = delete;
    ~OffCores();

private:
    CpuSet before_; ///< our affinity to go back to; empty: it was not changed
};

} // namespace cb::engine
