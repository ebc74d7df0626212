#pragma once

#include "tuning/plan.hpp"

#include <string_view>

/// The parts that make_plan() puts together.
namespace cb::tuning {

/// What sets the file to the value; equal to what it has: a guard. None where it cannot be read or
/// is no knob.
[[nodiscard]] std::optional<Change>
change_of(const SysFiles& files, const std::string& path, std::string_view to);

/// Keeps the value in mind that the file has.
[[nodiscard]] std::optional<Change> guard_of(const SysFiles& files, const std::string& path);

/// A fixed frequency in every policy: the nominal one, or the highest that the driver has without
/// boost. All CPUs, not only the benchmarks': what the others draw and how fast they are changes
/// the caches and the memory that all share.
[[nodiscard]] std::vector<Change> plan_frequency(const SysFiles& files);

/// Every interrupt that may come to a CPU of `avoid` to the other CPUs.
[[nodiscard]] Plan
plan_interrupts(const SysFiles& files, const CpuSet& online, const CpuSet& avoid);

/// Those CPUs offline.
[[nodiscard]] Plan plan_offline(const SysFiles& files, const CpuSet& cpus);

} // namespace cb::tuning
