#pragma once

#include "host/fitness.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace cb::engine {

/// What the machine did while a run was measured.
struct HostSpan {
    host::HostCounters before, after;
    std::vector<host::FrequencySample> during;
    Duration wall{};
    CpuSet cpus, siblings;
};

/// Reads the machine's counters right before and right after a command, and samples CPU frequencies
/// in between.
class HostWatch {
public:
    /// Watches these CPUs (if nullopt, all that cb may use) and the other threads of their cores.
    explicit HostWatch(const std::optional<CpuSet>& cpus);

    void start();
    /// Samples the frequencies, at most once per second.
    void look();
    [[nodiscard]] HostSpan stop();

private:
    using Clock = std::chrono::steady_clock;
    [[nodiscard]] host::HostCounters read() const;

    host::SysFiles files_{"/"};
    CpuSet watched_;
    HostSpan span_;
    Clock::time_point start_, last_look_;
};

/// Judges whether the machine was quiet. `usage` and `aslr` are the run's own. If there is no span,
/// its error says why.
[[nodiscard]] Fitness judge_span(const Parsed<HostSpan>& span,
                                 const Usage& usage,
                                 Aslr aslr,
                                 const std::optional<CpuSet>& pinned,
                                 const host::FitnessThresholds& thresholds);

} // namespace cb::engine
