#include "tuning/checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cb::tuning {

namespace {

constexpr std::array<NumberRule, 5> rules{{
    {"address_randomization",
     "proc/sys/kernel/randomize_va_space",
     0,
     Status::note,
     "The addresses of code alone change results by 10 to 20 %. cb run turns it off for "
     "benchmarks.",
     ""},
    {"nmi_watchdog",
     "proc/sys/kernel/nmi_watchdog",
     0,
     Status::note,
     "It occupies a hardware counter and interrupts every CPU, even isolated ones.",
     "cb tune"},
    {"timer_migration",
     "proc/sys/kernel/timer_migration",
     0,
     Status::note,
     "Timers of idle CPUs fire on the busy CPU, which is the benchmark's.",
     "cb tune"},
    {"perf_event_paranoid",
     "proc/sys/kernel/perf_event_paranoid",
     2,
     Status::note,
     "None for measured times; hardware counters cannot be read without root.",
     "sysctl kernel.perf_event_paranoid=2"},
    {"perf_event_max_sample_rate",
     "proc/sys/kernel/perf_event_max_sample_rate",
     1,
     Status::note,
     "None unless somebody profiles the machine, which then interrupts up to that often per "
     "second.",
     "sysctl kernel.perf_event_max_sample_rate=1"},
}};

Check check_realtime(const host::SysFiles& files)
{
    constexpr auto code = "sched_rt_runtime_us";
    const auto runtime = files.text("proc/sys/kernel/sched_rt_runtime_us");
    if (!runtime) {
        return {code, Status::unknown, "/proc/sys/kernel/sched_rt_runtime_us cannot be read"};
    }
    if (*runtime != "-1") {
        return {code, Status::ok, *runtime};
    }
    return {code,
            Status::note,
            "-1",
            "A real-time task that does not end blocks its CPU forever.",
            "sysctl kernel.sched_rt_runtime_us=950000"};
}

constexpr auto vulnerabilities = "sys/devices/system/cpu/vulnerabilities";

Check check_mitigations(const host::SysFiles& files)
{
    const auto names = files.names(vulnerabilities);
    if (names.empty()) {
        return {"mitigations", Status::unknown, fmt::format("/{} does not exist", vulnerabilities)};
    }
    const auto count = [&](std::string_view start) {
        return std::count_if(names.begin(), names.end(), [&](const std::string& name) {
            return files.text(fmt::format("{}/{}", vulnerabilities, name))
                .value_or("")
                .starts_with(start);
        });
    };
    return {"mitigations",
            Status::note,
            fmt::format("{} active, {} vulnerable, {} not affected",
                        count("Mitigation"),
                        count("Vulnerable"),
                        count("Not affected")),
            "They slow system calls and branches. Figures are comparable only with equal "
            "mitigations, so cb records them."};
}

/// Before Linux 5.16, a seccomp filter disabled speculative store bypass for its process.
Check check_store_bypass(const host::SysFiles& files)
{
    constexpr auto code = "seccomp_store_bypass";
    const auto state = files.text(fmt::format("{}/spec_store_bypass", vulnerabilities));
    if (!state) {
        return {code, Status::unknown, "the kernel does not report it"};
    }
    if (state->find("seccomp") == std::string::npos) {
        return {code, Status::ok, *state};
    }
    return {code,
            Status::warning,
            *state,
            "Programs in containers run 20 to 100 % slower than outside.",
            "kernel parameter spec_store_bypass_disable=prctl"};
}

struct IdleState {
    std::string name;
    unsigned latency_us;
};

/// Of the allowed idle states, the one with the longest wake-up time.
std::optional<IdleState> deepest_state(const host::SysFiles& files, unsigned cpu)
{
    const auto dir = fmt::format("sys/devices/system/cpu/cpu{}/cpuidle", cpu);
    std::optional<IdleState> deepest;
    for (const auto& name : files.names(dir)) {
        const auto state = fmt::format("{}/{}", dir, name);
        const auto latency = files.number(state + "/latency");
        const bool is_off = files.number(state + "/disable").value_or(0) != 0;
        if (latency && !is_off && (!deepest || *latency > deepest->latency_us)) {
            deepest = IdleState{files.text(state + "/name").value_or(name), *latency};
        }
    }
    return deepest;
}

Check check_idle(const Subject& subject)
{
    const auto cpus =
        subject.choice ? subject.choice->cpus : subject.topology.value_or(host::Topology{}).online;
    const auto deepest =
        cpus.empty() ? std::nullopt : deepest_state(subject.files, cpus.ids().front());
    if (!deepest) {
        return {"idle_states",
                Status::unknown,
                "no cpuidle: the hypervisor or the firmware chooses idle states"};
    }
    constexpr unsigned short_us = 10;
    const auto found = fmt::format("{}, {} us to wake up", deepest->name, deepest->latency_us);
    if (deepest->latency_us <= short_us) {
        return {"idle_states", Status::ok, found};
    }
    return {"idle_states",
            Status::note,
            found,
            "A benchmark that waits (for a disk, a lock, a timer) wakes up later, and with varying "
            "delay.",
            "kernel parameter intel_idle.max_cstate=1 or processor.max_cstate=1"};
}

Check check_clock(const host::SysFiles& files)
{
    static constexpr std::array<std::string_view, 4> fast{
        "tsc", "arch_sys_counter", "timebase", "tod"};
    static constexpr std::array<std::string_view, 2> fair{"kvm-clock",
                                                          "hyperv_clocksource_tsc_page"};
    const auto source =
        files.text("sys/devices/system/clocksource/clocksource0/current_clocksource");
    if (!source) {
        return {"clocksource", Status::unknown, "the kernel does not report it"};
    }
    if (std::find(fast.begin(), fast.end(), *source) != fast.end()) {
        return {"clocksource", Status::ok, *source};
    }
    if (std::find(fair.begin(), fair.end(), *source) != fair.end()) {
        return {"clocksource", Status::note, *source, "The hypervisor takes part in it."};
    }
    return {"clocksource",
            Status::problem,
            *source,
            "Each reading of the clock is a system call and takes about a microsecond.",
            "kernel parameter clocksource=tsc"};
}

} // namespace

Checks check_kernel(const Subject& subject)
{
    Checks checks;
    for (const auto& rule : rules) {
        checks.push_back(check_number(subject.files, rule));
    }
    checks.push_back(check_realtime(subject.files));
    checks.push_back(check_mitigations(subject.files));
    checks.push_back(check_store_bypass(subject.files));
    checks.push_back(check_idle(subject));
    checks.push_back(check_clock(subject.files));
    return checks;
}

} // namespace cb::tuning
