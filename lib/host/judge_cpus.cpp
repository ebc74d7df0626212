#include "host/judgement.hpp"

#include <algorithm>
#include <cmath>

namespace cb::host {

namespace {

using Times = std::optional<CpuTimes>;

template <typename Part> Parsed<double> time_s(const Times& before, const Times& after, Part part)
{
    if (!before || !after) {
        return tl::unexpected{std::string{"/proc/stat does not report it"}};
    }
    const Duration grown = part(*after) - part(*before);
    if (grown < Duration::zero()) {
        return tl::unexpected{std::string{"the times of /proc/stat ran backwards"}};
    }
    return seconds(grown);
}

Parsed<double> steal_s(const CpuCounters& before, const CpuCounters& after)
{
    return time_s(before.times, after.times, [](const CpuTimes& times) { return times.steal; });
}

/// How long the CPU worked. Uses /proc/schedstat, which is exact, if the kernel provides it. There,
/// time stolen by a hypervisor counts as the task's.
Parsed<double> busy_s(const CpuCounters& before, const CpuCounters& after)
{
    constexpr double second_ns = 1e9;
    const auto ran_ns = growth(before.tasks_ran_ns, after.tasks_ran_ns, "/proc/schedstat");
    if (ran_ns) {
        return std::max(0.0, *ran_ns / second_ns - steal_s(before, after).value_or(0));
    }
    return time_s(before.times, after.times, [](const CpuTimes& times) { return times.busy(); });
}

/// Judges the CPU with the largest share of the time. A share above 1 is capped: a task's time is
/// added when it leaves the CPU, even if it started earlier, and counters may jump when a virtual
/// machine is migrated.
template <typename OfCpu>
void judge_share(Judgement& judgement, FitnessRule rule, const CpuSet& cpus, OfCpu of_cpu)
{
    rule.weight = Verdict::suspect;
    rule.unit = "fraction";
    rule.floor = judgement.thresholds.time_floor_s;
    rule.per = judgement.wall_s();
    if (const auto worst = judgement.worst(rule.code, cpus, of_cpu)) {
        judgement.hold(
            rule, {std::min(worst->value, judgement.wall_s()), fmt::format("CPU {}", worst->cpu)});
    }
}

/// The total time that the CPUs worked; an error if one does not report it.
Parsed<double> busy_s(const Judgement& judgement, const CpuSet& cpus)
{
    double sum_s = 0;
    for (const unsigned id : cpus.ids()) {
        const auto one_s =
            busy_s(Judgement::cpu(judgement.before, id), Judgement::cpu(judgement.after, id));
        if (!one_s) {
            return tl::unexpected{fmt::format("CPU {}: {}", id, one_s.error())};
        }
        sum_s += *one_s;
    }
    return sum_s;
}

void judge_foreign(Judgement& judgement)
{
    constexpr std::string_view code = "foreign_cpu_time";
    const auto& span = judgement.span;
    const auto all_s = judgement.wall_s() * static_cast<double>(span.cpus.size());
    if (!span.own_cpu_s || !std::isfinite(*span.own_cpu_s)) {
        judgement.add_unavailable(code, "the run's own processor time is unknown");
        return;
    }
    const auto cpus_s = busy_s(judgement, span.cpus);
    if (!cpus_s) {
        judgement.add_unavailable(code, cpus_s.error());
        return;
    }
    const auto foreign_s = std::clamp(*cpus_s - *span.own_cpu_s, 0.0, std::max(0.0, all_s));
    judgement.hold(
        {.code = code,
         .weight = Verdict::suspect,
         .unit = "fraction",
         .threshold = judgement.thresholds.foreign_cpu_time,
         .floor = judgement.thresholds.time_floor_s * static_cast<double>(span.cpus.size()),
         .per = all_s},
        {foreign_s, fmt::format("{:.2f} s on CPU {}", foreign_s, span.cpus.to_string())});
}

/// The threads of a run on several CPUs interrupt each other. In that case, only interrupts from
/// devices count.
Parsed<double> interrupts(const CpuCounters& before, const CpuCounters& after, std::size_t cpus)
{
    constexpr std::string_view source = "/proc/interrupts";
    auto devices = growth(before.device_interrupts, after.device_interrupts, source);
    const auto processors = growth(before.processor_interrupts, after.processor_interrupts, source);
    if (cpus > 1 || !devices) {
        return devices;
    }
    return processors.map([&devices](double count) { return *devices + count; });
}

std::string describe_softirqs(const Judgement& judgement, unsigned id)
{
    const auto softirqs = growth(Judgement::cpu(judgement.before, id).softirqs,
                                 Judgement::cpu(judgement.after, id).softirqs,
                                 "/proc/softirqs");
    return softirqs && judgement.wall_s() > 0
               ? fmt::format(", {:.0f} softirqs/s", *softirqs / judgement.wall_s())
               : std::string{};
}

void judge_interrupts(Judgement& judgement)
{
    const auto& cpus = judgement.span.cpus;
    const auto worst =
        judgement.worst("irq_on_cpu", cpus, [&cpus](const auto& before, const auto& after) {
            return interrupts(before, after, cpus.size());
        });
    if (worst) {
        judgement.hold(
            {.code = "irq_on_cpu",
             .weight = Verdict::suspect,
             .unit = "1/s",
             .threshold = judgement.thresholds.irq_on_cpu,
             .floor = judgement.thresholds.irq_floor,
             .per = judgement.wall_s()},
            {worst->value,
             fmt::format("CPU {}{}", worst->cpu, describe_softirqs(judgement, worst->cpu))});
    }
}

Parsed<double> throttles(const CpuCounters& before, const CpuCounters& after)
{
    auto core = growth(before.core_throttles, after.core_throttles, "thermal_throttle");
    const auto package =
        growth(before.package_throttles, after.package_throttles, "thermal_throttle");
    if (!core && !package) {
        return core;
    }
    return core.value_or(0) + package.value_or(0);
}

std::string throttled_time(const CpuCounters& before, const CpuCounters& after)
{
    constexpr std::string_view source = "thermal_throttle";
    const auto core_ms = growth(before.core_throttled_ms, after.core_throttled_ms, source);
    const auto package_ms = growth(before.package_throttled_ms, after.package_throttled_ms, source);
    return core_ms || package_ms
               ? fmt::format(", for {:.0f} ms",
                             std::max(core_ms.value_or(0), package_ms.value_or(0)))
               : std::string{};
}

void judge_throttling(Judgement& judgement)
{
    if (const auto worst = judgement.worst("throttled", judgement.span.cpus, &throttles)) {
        judgement.hold({.code = "throttled",
                        .weight = Verdict::suspect,
                        .unit = "events",
                        .threshold = judgement.thresholds.throttled},
                       {worst->value,
                        fmt::format("CPU {}{}",
                                    worst->cpu,
                                    throttled_time(Judgement::cpu(judgement.before, worst->cpu),
                                                   Judgement::cpu(judgement.after, worst->cpu)))});
    }
}

} // namespace

void judge_cpus(Judgement& judgement)
{
    const auto& cpus = judgement.span.cpus;
    const auto& thresholds = judgement.thresholds;
    if (cpus.empty()) {
        for (const char* const code :
             {"cpu_steal", "foreign_cpu_time", "irq_on_cpu", "throttled"}) {
            judgement.add_unavailable(code, "the CPUs of the run are unknown");
        }
        return;
    }
    judge_share(
        judgement, {.code = "cpu_steal", .threshold = thresholds.cpu_steal}, cpus, &steal_s);
    judge_foreign(judgement);
    judge_share(judgement,
                {.code = "sibling_busy", .threshold = thresholds.sibling_busy},
                judgement.span.siblings,
                [](const auto& before, const auto& after) { return busy_s(before, after); });
    judge_interrupts(judgement);
    judge_throttling(judgement);
}

} // namespace cb::host
