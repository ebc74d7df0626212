#include "base/error.hpp"
#include "catch.hpp"
#include "host/allowed.hpp"
#include "host/fitness.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <sched.h>
#include <thread>
#include <unistd.h>

using namespace cb;
using namespace cb::host;

namespace {

double own_cpu_s()
{
    rusage usage{};
    if (::getrusage(RUSAGE_SELF, &usage) != 0) { // not REQUIRE, because this runs 100 000 times
        throw_errno("getrusage");
    }
    constexpr double us = 1e-6;
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           us * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/// Pins this thread to one CPU during its lifetime.
class Pinned {
public:
    explicit Pinned(unsigned cpu)
    {
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(cpu, &one);
        REQUIRE(::sched_getaffinity(0, sizeof before_, &before_) == 0);
        REQUIRE(::sched_setaffinity(0, sizeof one, &one) == 0);
    }
    ~Pinned() { ::sched_setaffinity(0, sizeof before_, &before_); }
    Pinned(const Pinned&) = delete;
    Pinned& operator=(const Pinned&) = delete;

private:
    cpu_set_t before_{};
};

/// The counters after this thread has left the CPU, because /proc/schedstat counts a task only
/// then.
HostCounters rested_counters(const CpuSet& cpus)
{
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
    return read_counters(SysFiles{"/"}, cpus, static_cast<unsigned>(::sysconf(_SC_CLK_TCK)));
}

double foreign_share(const Fitness& fitness)
{
    for (const auto& reason : fitness.reasons) {
        if (reason.code == "foreign_cpu_time") {
            return reason.value.value();
        }
    }
    return 0;
}

} // namespace

TEST_CASE("on this machine, what a run used itself is not foreign")
{
    constexpr double burn_s = 0.3;
    const unsigned cpu = read_affinity(SysFiles{"/"}).value().ids().back();
    const auto cpus = CpuSet::of({cpu});
    const Pinned pinned{cpu};

    const auto begin = std::chrono::steady_clock::now();
    const auto start_s = own_cpu_s();
    const auto before = rested_counters(cpus);
    while (own_cpu_s() - start_s < burn_s) {
    }
    const auto after = rested_counters(cpus);
    const auto used_s = own_cpu_s() - start_s;
    const Duration wall = std::chrono::steady_clock::now() - begin;

    REQUIRE(before.cpus.at(cpu).times.has_value());
    REQUIRE(before.tasks_running.has_value());
    MeasuredSpan span{.wall = wall, .cpus = cpus, .is_pinned = true, .own_cpu_s = 0};
    const auto all = judge(before, after, {}, span, {});
    span.own_cpu_s = used_s;
    const auto rest = judge(before, after, {}, span, {});

    // Both include other load during the test. Ticks are coarse, so require only half of the burnt
    // time.
    CHECK(all.unavailable.count("foreign_cpu_time") == 0);
    CHECK(foreign_share(all) > foreign_share(rest));
    CHECK((foreign_share(all) - foreign_share(rest)) * seconds(wall) > burn_s / 2);
}

TEST_CASE("on this machine, counters do not run backwards")
{
    const auto cpus = read_affinity(SysFiles{"/"}).value();
    const auto before = rested_counters(cpus);
    const auto after = rested_counters(cpus);
    const auto fitness = judge(before,
                               after,
                               {},
                               {.wall = std::chrono::seconds{1},
                                .cpus = cpus,
                                .is_pinned = true,
                                .own_cpu_s = 0,
                                .throttled_s = 0},
                               {});
    for (const auto& [code, why] : fitness.unavailable) {
        INFO(code);
        CHECK(why.find("backwards") == std::string::npos);
    }
    for (const char* const code : {"cpu_steal", "foreign_cpu_time", "load"}) {
        CHECK(fitness.unavailable.count(code) == 0);
    }
}
