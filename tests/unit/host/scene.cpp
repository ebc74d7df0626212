#include "scene.hpp"

#include <algorithm>
#include <cmath>

namespace cb::test {

using namespace std::chrono_literals;

namespace {

HostCounters quiet_counters()
{
    CpuCounters cpu;
    cpu.times = CpuTimes{100s, 0s, 10s, 1000s, 0s, 0s, 0s, 5s};
    cpu.device_interrupts = 1000;
    cpu.processor_interrupts = 1000;
    cpu.softirqs = 1000;
    cpu.core_throttles = cpu.package_throttles = 4;
    cpu.core_throttled_ms = cpu.package_throttled_ms = 40;
    cpu.governor = "performance";

    HostCounters counters;
    counters.cpus = {{3, cpu}, {7, cpu}};
    counters.cpu_pressure = counters.memory_pressure = counters.io_pressure = Pressure{1000, 1000};
    counters.swapped_in_pages = counters.swapped_out_pages = 50;
    counters.tasks_running = 1;
    counters.load_1min = 0.25;
    counters.boost = counters.smt = counters.numa_balancing = Setting::off;
    counters.isolated = CpuSet::of({3, 7});
    return counters;
}

} // namespace

Scene quiet()
{
    Scene scene;
    scene.before = scene.after = quiet_counters();
    scene.cpu().times->user += 10s;
    scene.sibling().times->idle += 10s;
    scene.during = {{{3, 3'000'000}}, {{3, 3'000'000}}, {{3, 3'000'000}}};
    scene.span = {.wall = 10s,
                  .cpus = CpuSet::of({3}),
                  .siblings = CpuSet::of({7}),
                  .is_pinned = true,
                  .aslr = Aslr::off_verified,
                  .own_cpu_s = 10,
                  .throttled_s = 0};
    return scene;
}

std::optional<FitnessReason> reason_of(const Fitness& fitness, std::string_view code)
{
    const auto at = std::find_if(fitness.reasons.begin(),
                                 fitness.reasons.end(),
                                 [code](const auto& reason) { return reason.code == code; });
    return at == fitness.reasons.end() ? std::nullopt : std::optional{*at};
}

bool is_near(const std::optional<double>& value, double expected)
{
    return value && std::abs(*value - expected) < 1e-9 * std::max(1.0, expected);
}

} // namespace cb::test
