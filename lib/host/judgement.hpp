#pragma once

#include "host/fitness.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// The parts of judge() (fitness.hpp).
namespace cb::host {

/// A figure is a reason if it exceeds `floor`, and the figure divided by `per` exceeds `threshold`.
struct FitnessRule {
    std::string_view code{};
    Verdict weight{};
    std::string_view unit{};
    double threshold = 0;
    double floor = 0;
    double per = 1;
};

struct Figure {
    double value = 0;
    std::string detail{};
};

/// The largest figure of several CPUs.
struct CpuFigure {
    unsigned cpu = 0;
    double value = 0;
};

/// The input of a judgement and the fitness that it builds.
class Judgement {
public:
    /// \pre the arguments outlive this object
    Judgement(const HostCounters& counters_before,
              const HostCounters& counters_after,
              const MeasuredSpan& measured,
              const FitnessThresholds& limits)
        : before{counters_before}, after{counters_after}, span{measured}, thresholds{limits}
    {}

    void add(FitnessReason reason) { add_reason(fitness_, std::move(reason)); }
    /// If a code is added twice, the first explanation is kept.
    void add_unavailable(std::string_view code, std::string why)
    {
        fitness_.unavailable.emplace(code, std::move(why));
    }
    /// Adds a reason if the rule applies to the figure.
    void hold(const FitnessRule& rule, Figure figure);
    void hold(const FitnessRule& rule, const Parsed<double>& value);

    /// The largest result of `of_cpu(before, after)`, a Parsed<double>, over the CPUs. Adds an
    /// error to `unavailable`.
    template <typename OfCpu>
    std::optional<CpuFigure> worst(std::string_view code, const CpuSet& cpus, OfCpu of_cpu);

    [[nodiscard]] Fitness take() { return std::move(fitness_); }
    [[nodiscard]] double wall_s() const { return seconds(span.wall); }
    /// Empty counters if the CPU was not watched.
    [[nodiscard]] static const CpuCounters& cpu(const HostCounters& counters, unsigned id);

    const HostCounters& before;
    const HostCounters& after;
    const MeasuredSpan& span;
    const FitnessThresholds& thresholds;

private:
    Fitness fitness_{};
};

/// By how much a counter grew; an error if it is missing or ran backwards.
[[nodiscard]] Parsed<double> growth(const std::optional<std::uint64_t>& before,
                                    const std::optional<std::uint64_t>& after,
                                    std::string_view source);
/// For a counter that wraps around at 2^32.
[[nodiscard]] Parsed<double> growth(const std::optional<std::uint32_t>& before,
                                    const std::optional<std::uint32_t>& after,
                                    std::string_view source);

/// Judges the activity on the CPUs: cpu_steal, foreign_cpu_time, sibling_busy, irq_on_cpu,
/// throttled.
void judge_cpus(Judgement& judgement);
/// Judges the speed of the CPUs: frequency_changed, governor.
void judge_speed(Judgement& judgement, const std::vector<FrequencySample>& during);

template <typename OfCpu>
std::optional<CpuFigure> Judgement::worst(std::string_view code, const CpuSet& cpus, OfCpu of_cpu)
{
    std::optional<CpuFigure> worst;
    for (const unsigned id : cpus.ids()) {
        const Parsed<double> value = of_cpu(cpu(before, id), cpu(after, id));
        if (!value) {
            add_unavailable(code, fmt::format("CPU {}: {}", id, value.error()));
        } else if (!worst || *value > worst->value) {
            worst = CpuFigure{id, *value};
        }
    }
    return worst;
}

} // namespace cb::host
