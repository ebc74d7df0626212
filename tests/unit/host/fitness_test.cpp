#include "catch.hpp"
#include "scene.hpp"

#include <functional>

using namespace cb;
using namespace cb::host;
using namespace cb::test;
using namespace std::chrono_literals;

namespace {

using Change = std::function<void(Scene&)>;

/// A reason, with the values just below and above its threshold.
struct Edge {
    std::string code;
    Verdict weight;
    double value; ///< the value it then reports
    std::string unit;
    std::string detail;
    Change below, above;
};

std::vector<Edge> edges()
{
    return {
        {"cpu_steal",
         Verdict::suspect,
         0.011,
         "fraction",
         "CPU 3",
         [](Scene& scene) { scene.cpu().times->steal += 100ms; },
         [](Scene& scene) { scene.cpu().times->steal += 110ms; }},
        {"foreign_cpu_time",
         Verdict::suspect,
         0.011,
         "fraction",
         "0.11 s on CPU 3",
         [](Scene& scene) { scene.span.own_cpu_s = 9.9001; },
         [](Scene& scene) { scene.span.own_cpu_s = 9.89; }},
        {"sibling_busy",
         Verdict::suspect,
         0.021,
         "fraction",
         "CPU 7",
         [](Scene& scene) { scene.sibling().times->system += 200ms; },
         [](Scene& scene) { scene.sibling().times->system += 210ms; }},
        {"irq_on_cpu",
         Verdict::suspect,
         1000.1,
         "1/s",
         "CPU 3, 5 softirqs/s",
         [](Scene& scene) { *scene.cpu().device_interrupts += 10000; },
         [](Scene& scene) {
             *scene.cpu().device_interrupts += 10000;
             *scene.cpu().processor_interrupts += 1;
             *scene.cpu().softirqs += 50;
         }},
        {"throttled",
         Verdict::suspect,
         3,
         "events",
         "CPU 3, for 15 ms",
         [](Scene& scene) { *scene.sibling().core_throttles += 1; },
         [](Scene& scene) {
             *scene.cpu().core_throttles += 1;
             *scene.cpu().package_throttles += 2;
             *scene.cpu().package_throttled_ms += 15;
         }},
        {"cpu_quota",
         Verdict::invalid,
         0.0011,
         "fraction",
         "",
         [](Scene& scene) { scene.span.throttled_s = 0.01; },
         [](Scene& scene) { scene.span.throttled_s = 0.011; }},
        {"frequency_changed",
         Verdict::suspect,
         0.06,
         "fraction",
         "CPU 3, 2820 to 3000 MHz",
         [](Scene& scene) { scene.during[1][3] = 2'850'000; },
         [](Scene& scene) { scene.during[1][3] = 2'820'000; }},
        {"swapping",
         Verdict::suspect,
         1,
         "pages",
         "",
         [](Scene&) {},
         [](Scene& scene) { *scene.after.swapped_out_pages += 1; }},
        {"load",
         Verdict::suspect,
         3,
         "tasks",
         "load average 0.25",
         [](Scene& scene) { scene.before.tasks_running = 3; },
         [](Scene& scene) { scene.before.tasks_running = 4; }},
        {"pressure_memory",
         Verdict::suspect,
         0.01001,
         "fraction",
         "",
         [](Scene& scene) { scene.after.memory_pressure->some_us += 100'000; },
         [](Scene& scene) { scene.after.memory_pressure->some_us += 100'100; }},
        {"pressure_cpu",
         Verdict::clean,
         0.11,
         "fraction",
         "",
         [](Scene& scene) { scene.after.cpu_pressure->some_us += 1'000'000; },
         [](Scene& scene) { scene.after.cpu_pressure->some_us += 1'100'000; }},
        {"pressure_io",
         Verdict::clean,
         0.11,
         "fraction",
         "",
         [](Scene& scene) { scene.after.io_pressure->some_us += 1'000'000; },
         [](Scene& scene) { scene.after.io_pressure->some_us += 1'100'000; }},
    };
}

} // namespace

TEST_CASE("a quiet machine is clean, with nothing to say and nothing unavailable")
{
    const auto fitness = quiet().judged();
    CHECK(fitness.verdict == Verdict::clean);
    CHECK(fitness.reasons.empty());
    CHECK(fitness.unavailable.empty());
}

TEST_CASE("each figure is a reason just above its threshold and none just below")
{
    for (const auto& edge : edges()) {
        INFO(edge.code);
        auto scene = quiet();
        edge.below(scene);
        auto fitness = scene.judged();
        CHECK(fitness.verdict == Verdict::clean);
        CHECK(fitness.reasons.empty());

        scene = quiet();
        edge.above(scene);
        fitness = scene.judged();
        REQUIRE(fitness.reasons.size() == 1);
        const auto& reason = fitness.reasons.front();
        CHECK(fitness.verdict == edge.weight);
        CHECK(reason.code == edge.code);
        CHECK(reason.weight == edge.weight);
        CHECK(is_near(reason.value, edge.value));
        CHECK(reason.threshold.value() < edge.value);
        CHECK(reason.unit == edge.unit);
        CHECK(reason.detail == edge.detail);
        CHECK(fitness.unavailable.empty());
    }
}

TEST_CASE("each threshold that is set higher takes its reason away")
{
    for (const auto& edge : edges()) {
        INFO(edge.code);
        auto scene = quiet();
        edge.above(scene);
        REQUIRE(scene.thresholds.set(edge.code + "=1e6").has_value());
        CHECK(scene.judged().reasons.empty());
    }
}

TEST_CASE("states of the machine and of the run are reasons of their weight")
{
    struct State {
        std::string code;
        Verdict weight;
        std::string detail;
        Change change;
    };
    const std::vector<State> states{
        {"aslr_not_off",
         Verdict::invalid,
         "",
         [](Scene& scene) { scene.span.aslr = Aslr::requested_but_on; }},
        {"not_pinned", Verdict::suspect, "", [](Scene& scene) { scene.span.is_pinned = false; }},
        {"not_isolated",
         Verdict::clean,
         "CPU 3",
         [](Scene& scene) { scene.after.isolated = CpuSet::of({7}); }},
        {"governor",
         Verdict::suspect,
         "CPU 3: powersave",
         [](Scene& scene) { scene.before.cpus.at(3).governor = "powersave"; }},
        {"governor",
         Verdict::suspect,
         "CPU 3: ondemand",
         [](Scene& scene) { scene.cpu().governor = "ondemand"; }},
        {"boost_on", Verdict::clean, "", [](Scene& scene) { scene.before.boost = Setting::on; }},
        {"smt_on", Verdict::clean, "", [](Scene& scene) { scene.after.smt = Setting::on; }},
        {"numa_balancing_on", Verdict::clean, "", [](Scene& scene) {
             scene.after.numa_balancing = Setting::on;
         }}};
    for (const auto& state : states) {
        INFO(state.code);
        auto scene = quiet();
        state.change(scene);
        const auto fitness = scene.judged();
        CHECK(fitness.verdict == state.weight);
        REQUIRE(fitness.reasons.size() == 1);
        CHECK(fitness.reasons.front() ==
              FitnessReason{.code = state.code, .weight = state.weight, .detail = state.detail});
    }
}

TEST_CASE("ASLR that nobody asked to be off is no reason")
{
    auto scene = quiet();
    scene.span.aslr = Aslr::on;
    CHECK(scene.judged().reasons.empty());
}

TEST_CASE("the verdict is the worst weight")
{
    auto scene = quiet();
    scene.before.boost = Setting::on;
    CHECK(scene.judged().verdict == Verdict::clean);
    scene.cpu().times->steal += 1s;
    CHECK(scene.judged().verdict == Verdict::suspect);
    scene.span.throttled_s = 5;
    CHECK(scene.judged().verdict == Verdict::invalid);
    CHECK(scene.judged().reasons.size() == 3);
}
