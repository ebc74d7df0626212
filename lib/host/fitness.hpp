#pragma once

#include "base/id_set.hpp"
#include "base/quantity.hpp"
#include "host/fitness_thresholds.hpp"
#include "host/host_counters.hpp"
#include "manifest/sections.hpp"

#include <optional>
#include <vector>

namespace cb {

/// What is known of the run between two readings of the counters.
struct MeasuredSpan {
    Duration wall{};                     ///< from the reading before to the reading after
    CpuSet cpus{};                       ///< those that the run could use
    CpuSet siblings{};                   ///< the other logical CPUs of their cores
    bool is_pinned = false;              ///< whether the run was held on `cpus`
    Aslr aslr = Aslr::on;                ///< as read back in the run
    std::optional<double> own_cpu_s{};   ///< processor time of the run itself, of its cgroup
    std::optional<double> throttled_s{}; ///< how long its cgroup was throttled for a CPU quota
};

/// Says whether the machine was quiet while something ran, from counters read before and after it
/// and the frequencies seen meanwhile. Both readings must have watched `span.cpus` and
/// `span.siblings`. A figure that is missing, or a counter that ran backwards, gives no reason, but
/// an entry in `unavailable`. A pure function. The codes are in docs/fitness.md.
[[nodiscard]] Fitness judge(const HostCounters& before,
                            const HostCounters& after,
                            const std::vector<FrequencySample>& during,
                            const MeasuredSpan& span,
                            const FitnessThresholds& thresholds);

/// Adds a reason; the verdict becomes at least as bad as its weight.
void add_reason(Fitness& fitness, FitnessReason reason);

/// Joins the fitness of one more run. Of a reason that both have, the larger figure stays.
void add_fitness(Fitness& sum, const Fitness& part);

} // namespace cb
