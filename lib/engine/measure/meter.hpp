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

/// What was measured of one run from outside of its sandbox.
struct Measured {
    Parsed<CgroupFigures> cgroup = tl::unexpected{std::string{"the sandbox did not start"}};
    Parsed<HostSpan> host = tl::unexpected{std::string{"the sandbox did not start"}};
    Usage counters;                   ///< the processor's own counters, and why there are none
    std::optional<HeldBy> held_by;    ///< none: it is not pinned, or its cgroup is out of sight
    std::optional<std::string> stray; ///< a thread that was not on the run's CPUs, for a person
};

/// What the run has used up of what it was given.
enum class Exceeded { nothing, cpu_time, disk };

/// Measures one run: started right before the command, looked at while it goes on, stopped when the
/// command has ended and the sandbox still stands.
class Meter {
public:
    /// `written` is where the run's files go, as this machine sees it; none if it does not.
    Meter(const Request& request, std::optional<std::filesystem::path> written)
        : request_{request}, written_{std::move(written)}
    {}

    /// There is no cpuset that holds the run: looks where its threads are instead. `pid` is process
    /// 1 of the sandbox as this machine numbers it.
    void watch_threads(pid_t pid);

    /// `pid` is process 1 of the sandbox as this machine numbers it; none, with the reason, where
    /// it is not to be seen.
    void start(const Parsed<pid_t>& pid, const Ready& ready);
    /// Looks at what is only to be seen meanwhile.
    [[nodiscard]] Exceeded look();
    void stop();

    [[nodiscard]] const Measured& measured() const noexcept { return measured_; }

private:
    void start_counters(const CgroupPlace& place);
    [[nodiscard]] bool is_over_cpu_time() const;
    [[nodiscard]] bool is_over_disk() const;

    const Request& request_;
    std::optional<std::filesystem::path> written_;
    /// What is free on a file system, for root as for others.
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

/// Whether the process is the cb-init that said `ready`: a PID of another namespace can be
/// anybody's here.
[[nodiscard]] bool is_that_init(pid_t pid, const Ready& ready);

} // namespace cb::engine
