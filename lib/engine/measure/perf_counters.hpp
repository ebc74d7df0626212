#pragma once

#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/id_set.hpp"
#include "engine/measure/cgroup_files.hpp"
#include "manifest/sections.hpp"

#include <array>
#include <vector>

namespace cb::engine {

/// The processor's own counters for the processes of a cgroup. They are opened from outside, so the
/// benchmark needs no permission: perf_event_open(2) with PERF_FLAG_PID_CGROUP.
class PerfCounters {
public:
    /// Opens the counters on these CPUs without starting them. The error says why they are
    /// unavailable.
    [[nodiscard]] static Parsed<PerfCounters> open(const CgroupPlace& place, const CpuSet& cpus);

    void start();

    /// Stops counting and sets the figures of `usage`. If the processor had too few counters and
    /// multiplexed them, the figures are scaled up, as perf-stat(1) does.
    void stop(Usage& usage);

private:
    struct Event {
        std::uint64_t config; ///< PERF_COUNT_HW_…
        std::optional<std::uint64_t> Usage::*figure;
        std::vector<Fd> fds; ///< one per CPU
    };
    [[nodiscard]] static std::vector<Event> events();

    std::vector<Event> events_;
};

} // namespace cb::engine
