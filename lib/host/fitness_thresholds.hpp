#pragma once

#include "base/error.hpp"

#include <span>
#include <string_view>

namespace cb::host {

/// Limits of the figures: a figure above its threshold is a reason. docs/fitness.md explains the
/// default values. A share is a fraction of the time between the two readings.
struct FitnessThresholds {
    /// In seconds. Times up to this value are never a reason, whatever their share: most times are
    /// counted in ticks of 10 ms, and rounding errors alone add up to three ticks.
    double time_floor_s = 0.03;
    double irq_floor = 100; ///< likewise, as a number of interrupts

    double cpu_steal = 0.01;         ///< share
    double foreign_cpu_time = 0.01;  ///< share of the time of all CPUs of the run
    double sibling_busy = 0.02;      ///< share
    double irq_on_cpu = 1000;        ///< per second, on one CPU
    double throttled = 0;            ///< events
    double cpu_quota = 0.001;        ///< share
    double frequency_changed = 0.05; ///< fraction of the highest frequency
    double swapping = 0;             ///< pages
    double load = 2;                 ///< tasks
    double pressure_memory = 0.01;   ///< share
    double pressure_cpu = 0.1;       ///< share
    double pressure_io = 0.1;        ///< share

    /// Sets one threshold by name: "cpu_steal=0.02". The error lists all names.
    [[nodiscard]] Parsed<void> set(std::string_view assignment);
};

/// A threshold as the user sets it.
struct ThresholdName {
    std::string_view name;
    std::string_view unit;
    std::string_view help; ///< the figure that it limits
    double FitnessThresholds::*value;
};

/// All thresholds, in the order of the struct.
[[nodiscard]] std::span<const ThresholdName> threshold_names() noexcept;

} // namespace cb::host
