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
    std::optional<Bytes> memory; ///< and no swap beyond it
    std::uint64_t processes = 0; ///< 0: no limit
};

/// The cgroup of one run of the native engine. Removed, with all below it, on destruction.
///
/// It is below the caller's, so that a run stays within what its caller was given. With version 2
/// it is below the nearest ancestor that may have one (the "no internal processes" rule of
/// cgroup-v2.rst), and keeps to the caller's CPUs and memory nodes by its own settings.
class RunCgroup {
public:
    /// Makes cb-NAME in every hierarchy that is needed. The error says why it cannot be: not root,
    /// no cgroup file system.
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

    /// One a hierarchy; that of version 2 alone. Empty once moved from.
    std::vector<std::filesystem::path> directories_;
};

/// A cgroup of a run, in one hierarchy.
struct RunCgroupDirectory {
    std::string name; ///< of the run
    std::filesystem::path directory;
};

/// All that there are on this machine.
[[nodiscard]] std::vector<RunCgroupDirectory> find_run_cgroups();

/// Kills what runs in it and below, and removes it.
void remove_run_cgroup(const RunCgroupDirectory& cgroup);

} // namespace cb::engine
