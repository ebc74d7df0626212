#include "host/fitness.hpp"

#include "host/judgement.hpp"

#include <algorithm>

namespace cb::host {

namespace {

using Switch = std::optional<Setting> HostCounters::*;

/// Adds an informational reason if the setting is on before or after the run.
void judge_switch(Judgement& judgement, std::string_view code, Switch setting)
{
    const auto& before = judgement.before.*setting;
    const auto& after = judgement.after.*setting;
    if (before == Setting::on || after == Setting::on) {
        judgement.add({.code = std::string{code}});
    } else if (!before && !after) {
        judgement.add_unavailable(code, "the machine does not report it");
    }
}

void judge_isolation(Judgement& judgement)
{
    const auto& isolated = judgement.after.isolated;
    if (!isolated || judgement.span.cpus.empty()) {
        judgement.add_unavailable("not_isolated",
                                  isolated ? "the CPUs of the run are unknown"
                                           : "/sys/devices/system/cpu/isolated does not report it");
        return;
    }
    if (const auto open = minus(judgement.span.cpus, *isolated); !open.empty()) {
        judgement.add({.code = "not_isolated", .detail = fmt::format("CPU {}", open.to_string())});
    }
}

void judge_pins(Judgement& judgement)
{
    if (judgement.span.aslr == Aslr::requested_but_on) {
        judgement.add({.code = "aslr_not_off", .weight = Verdict::invalid});
    }
    if (!judgement.span.is_pinned) {
        judgement.add({.code = "not_pinned", .weight = Verdict::suspect});
    }
    judge_isolation(judgement);
}

void judge_quota(Judgement& judgement)
{
    const auto& throttled_s = judgement.span.throttled_s;
    judgement.hold({.code = "cpu_quota",
                    .weight = Verdict::invalid,
                    .unit = "fraction",
                    .threshold = judgement.thresholds.cpu_quota,
                    .per = judgement.wall_s()},
                   throttled_s ? Parsed<double>{*throttled_s}
                               : tl::unexpected{std::string{"the cgroup does not report it"}});
}

void judge_swapping(Judgement& judgement)
{
    constexpr std::string_view source = "/proc/vmstat";
    const auto in =
        growth(judgement.before.swapped_in_pages, judgement.after.swapped_in_pages, source);
    const auto out =
        growth(judgement.before.swapped_out_pages, judgement.after.swapped_out_pages, source);
    judgement.hold({.code = "swapping",
                    .weight = Verdict::suspect,
                    .unit = "pages",
                    .threshold = judgement.thresholds.swapping},
                   in && out ? Parsed<double>{*in + *out} : (in ? out : in));
}

/// Uses the reading before the start, when the run had no tasks yet. The reader itself is one of
/// the running tasks.
void judge_load(Judgement& judgement)
{
    const auto& running = judgement.before.tasks_running;
    if (!running) {
        judgement.add_unavailable("load", "/proc/stat does not report it");
        return;
    }
    const auto& average = judgement.before.load_1min;
    judgement.hold({.code = "load",
                    .weight = Verdict::suspect,
                    .unit = "tasks",
                    .threshold = judgement.thresholds.load},
                   {static_cast<double>(*running) - 1,
                    average ? fmt::format("load average {:.2f}", *average) : std::string{}});
}

using PressureOf = std::optional<Pressure> HostCounters::*;

void judge_pressure(Judgement& judgement, FitnessRule rule, PressureOf pressure, const char* source)
{
    constexpr double second_us = 1e6;
    const auto some_us = [](const std::optional<Pressure>& all) {
        return all ? std::optional{all->some_us} : std::nullopt;
    };
    rule.unit = "fraction";
    rule.floor = judgement.thresholds.time_floor_s;
    rule.per = judgement.wall_s();
    judgement.hold(
        rule,
        growth(some_us(judgement.before.*pressure), some_us(judgement.after.*pressure), source)
            .map([max_share = judgement.wall_s()](double grown_us) {
                // The kernel's total grows in larger steps than the readings, so it may exceed the
                // span.
                return std::min(grown_us / second_us, max_share);
            }));
}

/// Only memory pressure affects the verdict: tasks that wait for a CPU or a disk may be the run's
/// own.
void judge_pressures(Judgement& judgement)
{
    const auto& thresholds = judgement.thresholds;
    judge_pressure(judgement,
                   {.code = "pressure_memory",
                    .weight = Verdict::suspect,
                    .threshold = thresholds.pressure_memory},
                   &HostCounters::memory_pressure,
                   "/proc/pressure/memory");
    judge_pressure(
        judgement,
        {.code = "pressure_cpu", .weight = Verdict::clean, .threshold = thresholds.pressure_cpu},
        &HostCounters::cpu_pressure,
        "/proc/pressure/cpu");
    judge_pressure(
        judgement,
        {.code = "pressure_io", .weight = Verdict::clean, .threshold = thresholds.pressure_io},
        &HostCounters::io_pressure,
        "/proc/pressure/io");
}

/// Of what this program judged itself, so both are known.
Verdict worse(const Open<Verdict>& a, const Open<Verdict>& b)
{
    return std::max(a.value_or(Verdict::clean), b.value_or(Verdict::clean));
}

} // namespace

void add_reason(Fitness& fitness, FitnessReason reason)
{
    fitness.verdict = worse(fitness.verdict, reason.weight);
    fitness.reasons.push_back(std::move(reason));
}

void add_fitness(Fitness& sum, const Fitness& part)
{
    for (const auto& reason : part.reasons) {
        const auto same =
            std::find_if(sum.reasons.begin(), sum.reasons.end(), [&](const auto& known) {
                return known.code == reason.code;
            });
        if (same == sum.reasons.end()) {
            sum.reasons.push_back(reason);
        } else if (reason.value > same->value) { // nullopt is less than any value
            *same = reason;
        }
    }
    sum.verdict = worse(sum.verdict, part.verdict);
    sum.unavailable.insert(part.unavailable.begin(), part.unavailable.end());
}

Fitness judge(const HostCounters& before,
              const HostCounters& after,
              const std::vector<FrequencySample>& during,
              const MeasuredSpan& span,
              const FitnessThresholds& thresholds)
{
    Judgement judgement{before, after, span, thresholds};
    judge_pins(judgement);
    judge_cpus(judgement);
    judge_quota(judgement);
    judge_speed(judgement, during);
    judge_swapping(judgement);
    judge_load(judgement);
    judge_pressures(judgement);
    judge_switch(judgement, "boost_on", &HostCounters::boost);
    judge_switch(judgement, "smt_on", &HostCounters::smt);
    judge_switch(judgement, "numa_balancing_on", &HostCounters::numa_balancing);
    return judgement.take();
}

} // namespace cb::host
