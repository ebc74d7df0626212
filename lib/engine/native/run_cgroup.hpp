#pragma once

#include "base/error.hpp"
#include "base/id_set.hpp"
#include "base/quantity.hpp"
#include "engine/measure/cgroup_files.hpp"

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cb::engine {

struct CgroupLimits {
    CpuSet cpus;
    std::optional<NodeSet> mems;
    std::optional<Bytes> memory; ///< without swap in addition
    std::uint64_t processes = 0; ///< 0: no limit
};

/// The cgroup of one run of the native engine. The destructor removes it with all descendants.
///
/// It is created below the caller's, so that a run stays within its caller's limits. With version 2
/// it is created below the nearest ancestor that may have children (the "no internal processes"
/// rule of cgroup-v2.rst) and sets the caller's CPUs and memory nodes itself.
class RunCgroup {
public:
    /// Creates cb-NAME in every hierarchy that is needed. The error says why it cannot be created:
    /// not root, no cgroup file system.
    [[nodiscard]] static Parsed<RunCgroup> create(const std::string& name,
                                                  const CgroupLimits& limits);

    RunCgroup(RunCgroup&& other) noexcept : directories_{std::exchange(other.directories_, {})} {}
    RunCgroup& operator=(RunCgroup&&) = delete;
    RunCgroup(const RunCgroup&) = delete;
    RunCgroup& operator=(const RunCgroup&) = delete;
    ~RunCgroup();

    /// Moves a process in. Throws Error{system}.
    void add(pid_t pid) const;

private:
    RunCgroup() = default;
    void make_v1(const CgroupPlace& caller, const std::string& name, const CgroupLimits& limits);
    void make_v2(const CgroupPlace& caller, const std::string& name, CgroupLimits limits);

    /// One per hierarchy; one in total with version 2. Empty after a move.
    std::vector<std::filesystem::path> directories_;
};

/// A cgroup of a run, in one hierarchy.
struct RunCgroupDirectory {
    std::string name; ///< of the run
    std::filesystem::path directory;
};

/// All run cgroups on this machine.
[[nodiscard]] std::vector<RunCgroupDirectory> find_run_cgroups();

/// Kills the processes in the cgroup and below, and removes it.
void remove_run_cgroup(const RunCgroupDirectory& cgroup);

} // namespace cb::engine
