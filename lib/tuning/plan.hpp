#pragma once

#include "base/log.hpp"
#include "host/topology.hpp"
#include "tuning/knob.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cb::tuning {

/// A value that tuning sets. If `from` and `to` are equal, the value is only recorded, because the
/// kernel may change it together with another: scaling_max_freq when boost is disabled.
struct Change {
    Knob knob;
    std::string from, to; ///< canonical
    [[nodiscard]] bool is_guard() const { return from == to; }
};

/// A change that is not possible, and why.
struct Refusal {
    std::string path;
    std::string reason;
};

/// A message for the user.
struct Advice {
    Level level;
    std::string text;
};

struct Plan {
    std::vector<Change> changes; ///< in the order of writing; undone in reverse order
    std::vector<Refusal> refused;
    std::vector<Advice> advice;
};

/// The changes that minimize disturbances of benchmarks on `cpus` (nullopt: anywhere):
/// docs/tune.md. Values that are already right and absent files are not in the plan. Only reads.
[[nodiscard]] Plan make_plan(const host::SysFiles& files,
                             const host::Topology& topology,
                             const std::optional<CpuSet>& cpus);

} // namespace cb::tuning
