#pragma once

#include "tuning/plan.hpp"

#include <string_view>

/// The parts of make_plan().
namespace cb::tuning {

/// The change that sets the file to the value; a guard if the file already has it. nullopt if the
/// file is unreadable or not a knob.
[[nodiscard]] std::optional<Change>
change_of(const host::SysFiles& files, const std::string& path, std::string_view to);

/// A guard that records the file's current value.
[[nodiscard]] std::optional<Change> guard_of(const host::SysFiles& files, const std::string& path);

/// Sets a fixed frequency in every policy: the nominal one, or the driver's highest without boost.
/// Includes all CPUs and not only the benchmark's: the power and speed of other CPUs affect shared
/// caches and memory.
[[nodiscard]] std::vector<Change> plan_frequency(const host::SysFiles& files);

/// Moves interrupts that may be routed to a CPU of `avoid` to the other CPUs.
[[nodiscard]] Plan
plan_interrupts(const host::SysFiles& files, const CpuSet& online, const CpuSet& avoid);

/// Takes these CPUs offline.
[[nodiscard]] Plan plan_offline(const host::SysFiles& files, const CpuSet& cpus);

} // namespace cb::tuning
