#include "host/fitness_thresholds.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <string>

namespace cb::host {

namespace {

using Values = FitnessThresholds;

constexpr std::array names{
    ThresholdName{
        "time_floor_s", "s", "largest time that is never a reason", &Values::time_floor_s},
    ThresholdName{"irq_floor",
                  "interrupts",
                  "largest number of interrupts that is never a reason",
                  &Values::irq_floor},
    ThresholdName{
        "cpu_steal", "fraction", "time that the hypervisor took from a CPU", &Values::cpu_steal},
    ThresholdName{"foreign_cpu_time",
                  "fraction",
                  "time that other tasks ran on the run's CPUs",
                  &Values::foreign_cpu_time},
    ThresholdName{"sibling_busy",
                  "fraction",
                  "time that the other thread of a core was busy",
                  &Values::sibling_busy},
    ThresholdName{"irq_on_cpu", "1/s", "interrupts on a CPU of the run", &Values::irq_on_cpu},
    ThresholdName{"throttled", "events", "times that a CPU was throttled", &Values::throttled},
    ThresholdName{"cpu_quota",
                  "fraction",
                  "time that the run was throttled by its CPU quota",
                  &Values::cpu_quota},
    ThresholdName{"frequency_changed",
                  "fraction",
                  "change of a CPU's frequency during the run",
                  &Values::frequency_changed},
    ThresholdName{"swapping", "pages", "pages swapped in and out", &Values::swapping},
    ThresholdName{"load", "tasks", "other tasks that ran before the start", &Values::load},
    ThresholdName{"pressure_memory",
                  "fraction",
                  "time that a task waited for memory",
                  &Values::pressure_memory},
    ThresholdName{
        "pressure_cpu", "fraction", "time that a task waited for a CPU", &Values::pressure_cpu},
    ThresholdName{
        "pressure_io", "fraction", "time that a task waited for a disk", &Values::pressure_io}};

const ThresholdName* find(std::string_view name)
{
    for (const auto& threshold : names) {
        if (threshold.name == name) {
            return &threshold;
        }
    }
    return nullptr;
}

std::string all_names()
{
    std::string list;
    for (const auto& threshold : names) {
        list += (list.empty() ? "" : ", ") + std::string{threshold.name};
    }
    return list;
}

Parsed<double> parse_threshold(std::string_view text)
{
    constexpr double highest = 1e12;
    double number = 0;
    const auto* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    // This form also rejects NaN.
    if (error != std::errc{} || stop != end || !(number >= 0 && number <= highest)) {
        return tl::unexpected{
            fmt::format("\"{:.80}\" is not a number from 0 to {:g}", text, highest)};
    }
    return number;
}

} // namespace

std::span<const ThresholdName> threshold_names() noexcept
{
    return names;
}

Parsed<void> FitnessThresholds::set(std::string_view assignment)
{
    const auto equals = assignment.find('=');
    if (equals == std::string_view::npos) {
        return tl::unexpected{
            fmt::format("\"{:.80}\" is not NAME=VALUE, such as cpu_steal=0.02", assignment)};
    }
    const auto* const threshold = find(assignment.substr(0, equals));
    if (threshold == nullptr) {
        return tl::unexpected{
            fmt::format("\"{:.80}\" is not one of {}", assignment.substr(0, equals), all_names())};
    }
    const auto value = parse_threshold(assignment.substr(equals + 1));
    if (!value) {
        return tl::unexpected{fmt::format("{}: {}", threshold->name, value.error())};
    }
    this->*threshold->value = *value;
    return {};
}

} // namespace cb::host
