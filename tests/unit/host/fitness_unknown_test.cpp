#include "catch.hpp"
#include "scene.hpp"

#include <limits>
#include <map>

using namespace cb;
using namespace cb::host;
using namespace cb::test;
using namespace std::chrono_literals;

TEST_CASE("counters that run backwards are unavailable and no reason")
{
    auto scene = quiet();
    scene.cpu().times->steal -= 1s;
    scene.cpu().times->user -= 50s;
    scene.sibling().times->system -= 1s;
    *scene.cpu().device_interrupts -= 1;
    *scene.cpu().core_throttles -= 1;
    *scene.cpu().package_throttles -= 1;
    *scene.after.swapped_in_pages -= 1;
    scene.after.memory_pressure->some_us -= 1;
    const auto fitness = scene.judged();
    CHECK(fitness.verdict == Verdict::clean);
    CHECK(fitness.reasons.empty());
    for (const char* const code : {"cpu_steal",
                                   "foreign_cpu_time",
                                   "sibling_busy",
                                   "irq_on_cpu",
                                   "throttled",
                                   "swapping",
                                   "pressure_memory"}) {
        INFO(code);
        REQUIRE(fitness.unavailable.count(code) == 1);
        CHECK_THAT(fitness.unavailable.at(code), CB_CONTAINS("ran backwards"));
    }
    CHECK(fitness.unavailable.size() == 7);
}

TEST_CASE("a machine that tells nothing is not called clean without saying so")
{
    const Scene scene{{}, {}, {}, {.wall = 10s, .cpus = CpuSet::of({3}), .is_pinned = true}, {}};
    const auto fitness = scene.judged();
    CHECK(fitness.reasons.empty());
    const std::map<std::string, std::string> expected{
        {"boost_on", "the machine does not report it"},
        {"cpu_quota", "the cgroup does not report it"},
        {"cpu_steal", "CPU 3: /proc/stat does not report it"},
        {"foreign_cpu_time", "the run's own processor time is unknown"},
        {"frequency_changed", "CPU 3: its frequency was sampled less than twice"},
        {"governor", "CPU 3 has no cpufreq"},
        {"irq_on_cpu", "CPU 3: /proc/interrupts does not report it"},
        {"load", "/proc/stat does not report it"},
        {"not_isolated", "/sys/devices/system/cpu/isolated does not report it"},
        {"numa_balancing_on", "the machine does not report it"},
        {"pressure_cpu", "/proc/pressure/cpu does not report it"},
        {"pressure_io", "/proc/pressure/io does not report it"},
        {"pressure_memory", "/proc/pressure/memory does not report it"},
        {"smt_on", "the machine does not report it"},
        {"swapping", "/proc/vmstat does not report it"},
        {"throttled", "CPU 3: thermal_throttle does not report it"}};
    CHECK(fitness.unavailable == expected);
}

TEST_CASE("a CPU without the figure hides nothing of one that has it")
{
    auto scene = quiet();
    scene.span.cpus = CpuSet::of({3, 7});
    scene.span.siblings = {};
    scene.after.cpus.erase(3); // it went offline
    scene.sibling().times->steal += 1s;
    const auto fitness = scene.judged();
    CHECK(reason_of(fitness, "cpu_steal")->detail == "CPU 7");
    CHECK(fitness.unavailable.at("cpu_steal") == "CPU 3: /proc/stat does not report it");
    CHECK(fitness.unavailable.count("foreign_cpu_time") == 1);
}

TEST_CASE("a run on unknown CPUs is judged by the machine alone")
{
    auto scene = quiet();
    scene.span.cpus = scene.span.siblings = {};
    scene.span.is_pinned = false;
    scene.before.tasks_running = 9;
    const auto fitness = scene.judged();
    CHECK(fitness.reasons.size() == 2);
    CHECK(reason_of(fitness, "not_pinned").has_value());
    CHECK(reason_of(fitness, "load").has_value());
    for (const char* const code : {"cpu_steal",
                                   "foreign_cpu_time",
                                   "irq_on_cpu",
                                   "throttled",
                                   "frequency_changed",
                                   "governor",
                                   "not_isolated"}) {
        CHECK(fitness.unavailable.at(code) == "the CPUs of the run are unknown");
    }
}

TEST_CASE("figures that are no numbers and times that are none give no reason")
{
    auto scene = quiet();
    scene.span.own_cpu_s = std::numeric_limits<double>::quiet_NaN();
    scene.span.throttled_s = std::numeric_limits<double>::quiet_NaN();
    CHECK(scene.judged().reasons.empty());
    CHECK(scene.judged().unavailable.count("foreign_cpu_time") == 1);

    const auto wall = GENERATE(0s, -1s);
    scene = quiet();
    scene.span.wall = wall;
    scene.span.throttled_s = 1;
    scene.cpu().times->steal += 1s;
    scene.after.io_pressure->some_us += 1'000'000;
    const auto fitness = scene.judged();
    CHECK(fitness.reasons.empty());
    for (const char* const code : {"cpu_steal",
                                   "foreign_cpu_time",
                                   "sibling_busy",
                                   "irq_on_cpu",
                                   "cpu_quota",
                                   "pressure_memory",
                                   "pressure_cpu",
                                   "pressure_io"}) {
        INFO(code);
        CHECK(fitness.unavailable.count(code) == 1);
    }
}
