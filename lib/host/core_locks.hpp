#pragma once

#include "base/fd.hpp"
#include "base/id_set.hpp"
#include "host/topology.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace cb::host {

/// Exclusive use of physical cores among the runs and builds of a machine: an flock(2) on one file
/// per core. The locks are advisory and only separate runs of cb from each other. The kernel
/// releases a lock when its last descriptor is closed, however the process ends.
class CoreLocks {
public:
    /// Why a core is not available.
    struct Busy {
        enum class Why {
            used,    ///< the holder uses the core
            awaited, ///< the holder waits for the core and is ahead in the queue: core_queue.hpp
        };
        CpuSet core;
        std::string holder; ///< what it wrote into the lock; empty if nothing
        Why why = Why::used;
    };

    CoreLocks() = default;

    /// Locks all of these cores, or none of them if one is taken. Does not wait. `holder` describes
    /// this process to others. Throws Error{system}.
    [[nodiscard]] static tl::expected<CoreLocks, Busy>
    try_lock(const std::filesystem::path& directory,
             const std::vector<CpuSet>& cores,
             const std::string& holder);

    [[nodiscard]] std::size_t size() const noexcept { return locks_.size(); }

private:
    std::vector<Fd> locks_;
};

/// Why the core is not available, in words: "the core of CPU 1 is in use by a run of process 7".
[[nodiscard]] std::string describe(const CoreLocks::Busy& busy);

/// The physical cores of these CPUs, without duplicates, ascending. An offline CPU has no core.
[[nodiscard]] std::vector<CpuSet> find_cores(const CpuSet& cpus, const Topology& topology);

/// These CPUs and the other threads of their cores.
[[nodiscard]] CpuSet whole_cores(const CpuSet& cpus, const Topology& topology);

/// The allowed CPUs whose cores are not locked at the moment. A snapshot: only try_lock() decides.
[[nodiscard]] CpuSet find_free_cpus(const std::filesystem::path& directory,
                                    const Topology& topology);

} // namespace cb::host
