#pragma once

#include "base/id_set.hpp"
#include "base/quantity.hpp"
#include "host/fitness_thresholds.hpp"
#include "host/host_counters.hpp"
#include "manifest/sections.hpp"

#include <optional>
#include <vector>

namespace cb::host {

/// What is known about the run between two readings of the counters.
struct MeasuredSpan {
    Duration wall{};                     ///< from the reading before to the reading after
    CpuSet cpus{};                       ///< the CPUs that the run could use
    CpuSet siblings{};                   ///< the other logical CPUs of their cores
    bool is_pinned = false;              ///< whether the run was pinned to `cpus`
    Aslr aslr = Aslr::on;                ///< as read back in the run
    std::optional<double> own_cpu_s{};   ///< processor time of the run itself, from its cgroup
    std::optional<double> throttled_s{}; ///< how long its cgroup was throttled by a CPU quota
};

/// Judges whether the machine was quiet during a run, from counters read before and after it and
/// from frequencies sampled in between. Both readings must have watched `span.cpus` and
/// `span.siblings`. A missing figure, or a counter that ran backwards, is not a reason but an entry
/// in `unavailable`. A pure function. docs/fitness.md lists the codes.
[[nodiscard]] Fitness judge(const HostCounters& before,
                            const HostCounters& after,
                            const std::vector<FrequencySample>& during,
                            const MeasuredSpan& span,
                            const FitnessThresholds& thresholds);

/// Adds a reason; the verdict becomes at least as bad as its weight.
void add_reason(Fitness& fitness, FitnessReason reason);

/// Merges the fitness of another run. If both have the same reason, the larger figure is kept.
void add_fitness(Fitness& sum, const Fitness& part);

} // namespace cb::host
