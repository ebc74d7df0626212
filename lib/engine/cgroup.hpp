#pragma once

#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/id_set.hpp"
#include "base/quantity.hpp"

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// Control groups, version 1 and 2: Documentation/admin-guide/cgroup-v1/ and cgroup-v2.rst of the
/// Linux kernel.
namespace cb::engine {

struct CgroupLimits {
    std::optional<CpuSet> cpus;
    std::optional<NodeSet> mems;
    std::optional<Bytes> memory; ///< and no swap beyond it
    std::uint64_t processes = 0; ///< 0: no limit
};

struct CgroupFigures {
    std::optional<double> user_s, system_s;         ///< since mark_start()
    std::optional<std::uint64_t> peak_memory_bytes; ///< since mark_start() where the kernel can
    std::uint64_t oom_kills = 0;
};

/// The cgroup of one run, with everything that runs below it. Removed on destruction.
class RunCgroup {
public:
    /// Makes /cb-NAME in every hierarchy that is needed. The error says why it cannot be: not
    /// root, no cgroup file system.
    [[nodiscard]] static Parsed<RunCgroup> create(const std::string& name,
                                                  const CgroupLimits& limits);

    RunCgroup(RunCgroup&& other) noexcept;
    RunCgroup& operator=(RunCgroup&&) = delete;
    RunCgroup(const RunCgroup&) = delete;
    RunCgroup& operator=(const RunCgroup&) = delete;
    ~RunCgroup();

    /// "/cb-NAME": what an engine takes as --cgroup-parent.
    [[nodiscard]] const std::string& path() const noexcept { return path_; }

    /// Moves a process in. Throws Error{system}.
    void add(pid_t pid) const;

    /// Figures count from here.
    void mark_start();

    /// Reads what was used since mark_start(). Figures that this kernel has not are none.
    [[nodiscard]] CgroupFigures figures() const;

private:
    struct Cpu {
        double user_s, system_s;
    };

    explicit RunCgroup(std::string path) : path_{std::move(path)} {}
    [[nodiscard]] std::filesystem::path directory(const char* controller) const;
    void make(const CgroupLimits& limits);
    [[nodiscard]] std::optional<Cpu> read_cpu() const;

    std::string path_; ///< empty once moved from
    bool is_unified_ = false;
    std::optional<Cpu> cpu_at_start_;
    Fd peak_; ///< version 2: the reset of memory.peak holds for the descriptor that wrote it
};

} // namespace cb::engine
