#pragma once

#include "base/fd.hpp"
#include "base/id_set.hpp"
#include "host/topology.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace cb {

/// Exclusive use of physical cores among the runs and builds of a machine: an flock(2) on one file
/// a core. Advisory: it keeps runs of cb from one another, and nothing else. The kernel drops a
/// lock with the last descriptor of it, however the process ends.
class CoreLocks {
public:
    /// Who is in the way.
    struct Busy {
        enum class Why {
            used,    ///< the holder has the core
            awaited, ///< the holder waits for the core and came first: core_queue.hpp
        };
        CpuSet core;
        std::string holder; ///< what it wrote about itself; empty if nothing
        Why why = Why::used;
    };

    CoreLocks() = default;

    /// Locks all of these cores, or none of them when one is taken. Does not wait. `holder` is what
    /// others are told. Throws Error{system}.
    [[nodiscard]] static tl::expected<CoreLocks, Busy>
    try_lock(const std::filesystem::path& directory,
             const std::vector<CpuSet>& cores,
             const std::string& holder);

    [[nodiscard]] std::size_t size() const noexcept { return locks_.size(); }

private:
    std::vector<Fd> locks_;
};

/// The physical cores that these CPUs are on, each once, ascending. A CPU that is offline has none.
[[nodiscard]] std::vector<CpuSet> cores_of(const CpuSet& cpus, const Topology& topology);

/// These CPUs and the other threads of their cores.
[[nodiscard]] CpuSet whole_cores(const CpuSet& cpus, const Topology& topology);

/// The CPUs that are allowed and whose cores nobody holds now. A snapshot: try_lock() decides.
[[nodiscard]] CpuSet free_cpus(const std::filesystem::path& directory, const Topology& topology);

} // namespace cb
