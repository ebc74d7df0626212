#pragma once

#include "base/log.hpp"
#include "host/topology.hpp"
#include "tuning/knob.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cb::tuning {

/// A value that tuning sets. Equal ones mean that the value is only kept in mind, for the kernel
/// may change it together with another: those of scaling_max_freq when boost goes off.
struct Change {
    Knob knob;
    std::string from, to; ///< canonical
    [[nodiscard]] bool is_guard() const { return from == to; }
};

/// What cannot be done, and why.
struct Refusal {
    std::string path;
    std::string reason;
};

/// What a person should know.
struct Advice {
    Level level;
    std::string text;
};

struct Plan {
    std::vector<Change> changes; ///< in the order of writing; undone in the reverse one
    std::vector<Refusal> refused;
    std::vector<Advice> advice;
};

/// What to change so that benchmarks on `cpus` (none: anywhere) are disturbed least: docs/tune.md.
/// A value that is as it should be, and a file that is not there, is not in the plan. Only reads.
[[nodiscard]] Plan
make_plan(const SysFiles& files, const Topology& topology, const std::optional<CpuSet>& cpus);

} // namespace cb::tuning
