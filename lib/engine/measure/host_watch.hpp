#pragma once

#include "host/fitness.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace cb::engine {

/// What the machine did while a run was measured.
struct HostSpan {
    HostCounters before, after;
    std::vector<FrequencySample> during;
    Duration wall{};
    CpuSet cpus, siblings;
};

/// Reads the machine's counters right before and right after a command, and its frequencies
/// meanwhile.
class HostWatch {
public:
    /// Watches these CPUs, or all that we may use, and the other threads of their cores.
    explicit HostWatch(const std::optional<CpuSet>& cpus);

    void start();
    /// Looks at the frequencies, at most once a second.
    void look();
    [[nodiscard]] HostSpan stop();

private:
    using Clock = std::chrono::steady_clock;
    [[nodiscard]] HostCounters read() const;

    SysFiles files_{"/"};
    CpuSet watched_;
    HostSpan span_;
    Clock::time_point start_, last_look_;
};

/// Whether the machine was quiet. `own_cpu_s` and `throttled_s` are the run's own. Without a span,
/// `unseen` says why there is none.
[[nodiscard]] Fitness fitness_of(const Parsed<HostSpan>& span,
                                 const Usage& usage,
                                 Aslr aslr,
                                 const std::optional<CpuSet>& pinned,
                                 const FitnessThresholds& thresholds);

} // namespace cb::engine
