#include "catch.hpp"
#include "scene.hpp"

#include <limits>

using namespace cb;
using namespace cb::host;
using namespace cb::test;
using namespace std::chrono_literals;

TEST_CASE("in a short run the rounding of ticks is no reason")
{
    auto scene = quiet();
    scene.span.wall = 100ms; // three ticks in this time exceed every threshold
    scene.cpu().times->user = 100s + 100ms;
    scene.span.own_cpu_s = 0.07;
    scene.cpu().times->steal += 30ms;
    scene.sibling().times->user += 30ms;
    *scene.cpu().device_interrupts += 100;
    CHECK(scene.judged().reasons.empty());

    scene.span.own_cpu_s = 0.06;
    scene.cpu().times->steal += 10ms;
    scene.sibling().times->user += 10ms;
    *scene.cpu().device_interrupts += 1;
    const auto fitness = scene.judged();
    CHECK(fitness.reasons.size() == 4);
    CHECK(is_near(reason_of(fitness, "cpu_steal")->value, 0.4));
    CHECK(is_near(reason_of(fitness, "foreign_cpu_time")->value, 0.4));
    CHECK(is_near(reason_of(fitness, "sibling_busy")->value, 0.4));
    CHECK(is_near(reason_of(fitness, "irq_on_cpu")->value, 1010));
}

TEST_CASE("foreign time is of schedstat where there is one, without what was stolen")
{
    auto scene = quiet();
    scene.before.cpus.at(3).tasks_ran_ns = 1'000'000'000;
    scene.cpu().tasks_ran_ns = 13'000'000'000;
    scene.thresholds.cpu_steal = 1;
    scene.cpu().times->steal += 1s;
    scene.cpu().times->user += 100s; // ignored
    CHECK(is_near(reason_of(scene.judged(), "foreign_cpu_time")->value, 0.1));
    scene.cpu().times->steal += 1s;
    CHECK_FALSE(reason_of(scene.judged(), "foreign_cpu_time").has_value());
}

TEST_CASE("foreign time is never less than nothing nor more than there was")
{
    auto scene = quiet();
    scene.span.own_cpu_s = 11; // ticks may add up to less than the cgroup counted
    CHECK(scene.judged().reasons.empty());
    scene.span.own_cpu_s = 0;
    scene.cpu().times->user += 1000s;
    CHECK(is_near(reason_of(scene.judged(), "foreign_cpu_time")->value, 1));
    scene.sibling().times->user += 1000s;
    CHECK(is_near(reason_of(scene.judged(), "sibling_busy")->value, 1));
}

TEST_CASE("foreign time on several CPUs is a share of the time of all")
{
    auto scene = quiet();
    scene.span.cpus = CpuSet::of({3, 7});
    scene.span.siblings = {};
    scene.span.own_cpu_s = 9;
    const auto fitness = scene.judged();
    REQUIRE(fitness.reasons.size() == 1);
    CHECK(is_near(fitness.reasons.front().value, 0.05));
    CHECK(fitness.reasons.front().detail == "1.00 s on CPU 3,7");
}

TEST_CASE("of several CPUs the worst is told")
{
    auto scene = quiet();
    scene.span.cpus = CpuSet::of({3, 7});
    scene.span.siblings = {};
    scene.cpu().times->steal += 200ms;
    scene.sibling().times->steal += 300ms;
    CHECK(reason_of(scene.judged(), "cpu_steal")->detail == "CPU 7");
    CHECK(is_near(reason_of(scene.judged(), "cpu_steal")->value, 0.03));
}

TEST_CASE("threads of a run on several CPUs may interrupt each other, devices may not")
{
    auto scene = quiet();
    *scene.cpu().processor_interrupts += 1'000'000;
    CHECK(reason_of(scene.judged(), "irq_on_cpu").has_value());
    scene.span.cpus = CpuSet::of({3, 7});
    scene.span.siblings = {};
    CHECK(scene.judged().reasons.empty());
    *scene.sibling().device_interrupts += 20'000;
    CHECK(is_near(reason_of(scene.judged(), "irq_on_cpu")->value, 2000));
}

TEST_CASE("a count of interrupts that starts anew at 2^32 goes on")
{
    auto scene = quiet();
    scene.before.cpus.at(3).device_interrupts = std::numeric_limits<std::uint32_t>::max() - 1;
    scene.cpu().device_interrupts = 20'000;
    const auto fitness = scene.judged();
    CHECK(is_near(reason_of(fitness, "irq_on_cpu")->value, 2000.2));
    CHECK(fitness.unavailable.empty());
}
