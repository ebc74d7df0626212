#pragma once

#include "host/topology.hpp"

namespace cb::host {

/// The best `count` of the allowed CPUs, by the preferences listed at choose_cpus(). Tries each
/// level 3 cache, each node and the whole machine, and returns the best choice: O(d n log n) for n
/// CPUs in d such domains.
[[nodiscard]] Parsed<CpuSet> pick_cpus(unsigned count, const Topology& topology);

} // namespace cb::host
