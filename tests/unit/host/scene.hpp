#pragma once

#include "host/fitness.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace cb::test {

/// Ten seconds on CPU 3, whose core also has CPU 7.
struct Scene {
    host::HostCounters before, after;
    std::vector<host::FrequencySample> during;
    host::MeasuredSpan span;
    host::FitnessThresholds thresholds;

    [[nodiscard]] Fitness judged() const { return judge(before, after, during, span, thresholds); }
    host::CpuCounters& cpu() { return after.cpus.at(3); }
    host::CpuCounters& sibling() { return after.cpus.at(7); }
};

/// A quiet machine, with every figure available.
[[nodiscard]] Scene quiet();

[[nodiscard]] std::optional<FitnessReason> reason_of(const Fitness& fitness, std::string_view code);
/// Equal except for floating-point rounding.
[[nodiscard]] bool is_near(const std::optional<double>& value, double expected);

} // namespace cb::test
