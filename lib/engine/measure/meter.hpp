#pragma once

#include "engine/init_report.hpp"
#include "engine/measure/cgroup_counters.hpp"
#include "engine/measure/host_watch.hpp"
#include "engine/measure/perf_counters.hpp"
#include "engine/measure/thread_watch.hpp"
#include "engine/request.hpp"

#include <filesystem>
#include <optional>

namespace cb::engine {

/// What was measured of one run from outside its sandbox.
struct Measured {
    Parsed<CgroupFigures> cgroup = tl::unexpected{std::string{"the sandbox did not start"}};
    Parsed<HostSpan> host = tl::unexpected{std::string{"the sandbox did not start"}};
    Usage counters;                   ///< the processor's own counters, or why they are unavailable
    std::optional<HeldBy> held_by;    ///< nullopt: not pinned, or its cgroup is not visible
    std::optional<std::string> stray; ///< a thread seen outside the run's CPUs, to show to the user
};

/// Which of its limits the run exceeded.
enum class Exceeded { nothing, cpu_time, disk };

/// Measures one run: started right before the command, sampled while it runs, stopped after the
/// command has ended and before the sandbox is removed.
class Meter {
public:
    /// `written` is the directory that the run's files go to, as a path on this machine; nullopt if
    /// it is not visible here.
    Meter(const Request& request, std::optional<std::filesystem::path> written)
        : request_{request}, written_{std::move(written)}
    {}

    /// Watches the CPUs of the run's threads, for runs without a cpuset. `pid` is the sandbox's
    /// process 1 in cb's PID namespace.
    void watch_threads(pid_t pid);

    /// `pid` is the sandbox's process 1 in cb's PID namespace, or the reason why it is not visible.
    void start(const Parsed<pid_t>& pid, const Ready& ready);
    /// Takes the samples that are only available while the command runs.
    [[nodiscard]] Exceeded look();
    void stop();

    [[nodiscard]] const Measured& measured() const noexcept { return measured_; }

private:
    void start_counters(const CgroupPlace& place);
    [[nodiscard]] bool is_over_cpu_time() const;
    [[nodiscard]] bool is_over_disk() const;

    const Request& request_;
    std::optional<std::filesystem::path> written_;
    /// Free space of a file system, including the part reserved for root.
    struct Free {
        std::uint64_t bytes = 0;
        std::uint64_t inodes = 0;
    };
    [[nodiscard]] static std::optional<Free> free_on(const std::filesystem::path& path);

    std::optional<Free> free_at_start_; ///< on the file system of `written_`
    std::optional<CgroupCounters> cgroup_;
    std::optional<PerfCounters> counters_;
    std::optional<HostWatch> host_;
    std::optional<ThreadWatch> threads_;
    Measured measured_;
};

/// Whether the process is the cb-init that reported `ready`: a PID from another namespace may
/// belong to any process here.
[[nodiscard]] bool is_that_init(pid_t pid, const Ready& ready);

} // namespace cb::engine
