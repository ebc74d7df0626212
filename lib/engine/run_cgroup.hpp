#pragma once

#include "base/error.hpp"
#include "base/id_set.hpp"
#include "base/quantity.hpp"

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cb::engine {

struct CgroupLimits {
    std::optional<CpuSet> cpus;
    std::optional<NodeSet> mems;
    std::optional<Bytes> memory; ///< and no swap beyond it
    std::uint64_t processes = 0; ///< 0: no limit
};

/// The cgroup of one run of the native engine. Removed, with all below it, on destruction.
class RunCgroup {
public:
    /// Makes /cb-NAME in every hierarchy that is needed. The error says why it cannot be: not
    /// root, no cgroup file system.
    [[nodiscard]] static Parsed<RunCgroup> create(const std::string& name,
                                                  const CgroupLimits& limits);

    RunCgroup(RunCgroup&& other) noexcept : path_{std::exchange(other.path_, {})} {}
    RunCgroup& operator=(RunCgroup&&) = delete;
    RunCgroup(const RunCgroup&) = delete;
    RunCgroup& operator=(const RunCgroup&) = delete;
    ~RunCgroup();

    /// Moves a process in. Throws Error{system}.
    void add(pid_t pid) const;

private:
    explicit RunCgroup(std::string path) : path_{std::move(path)} {}
    void make(const CgroupLimits& limits) const;

    std::string path_; ///< "/cb-NAME"; empty once moved from
};

/// Kills what runs in /cb-NAME and below.
void kill_run_cgroup(const std::string& name);

/// Removes /cb-NAME wherever it is left, and what is below it. It must have no processes.
void remove_run_cgroup(const std::string& name);

/// The names, without "cb-", of all run cgroups that there are.
[[nodiscard]] std::vector<std::string> run_cgroups();

} // namespace cb::engine
