#include "catch.hpp"
#include "engine/measure/cgroup_counters.hpp"
#include "host/tree.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>

using namespace cb;
using namespace cb::engine;

namespace {

constexpr pid_t sandbox = 42;

/// The cgroups of a sandbox in a replaced root. What a real kernel's files contain besides the keys
/// that are read is kept, in its order.
class Scene {
public:
    [[nodiscard]] CgroupCounters counters() const
    {
        const auto place = CgroupPlace::read_process(sandbox, tree.root());
        REQUIRE(place);
        return CgroupCounters{*place};
    }

    test::Tree tree{};
};

/// Version 1, with its controllers in hierarchies of their own, as of Linux 6.1.
class Version1 : public Scene {
public:
    Version1()
    {
        tree.write("proc/42/cgroup",
                   "9:name=systemd:/\n8:pids:/docker/ab\n4:memory:/docker/ab\n"
                   "2:cpuacct:/docker/ab\n1:cpu:/docker/ab\n0::/\n");
        set_time(7'000'000'000, 250'000'000);
        set_memory(4096, 16384, 8192, 0, 2);
        set_peak(500'000);
        set_oom_kills(0);
    }
    void set_time(std::uint64_t used_ns, std::uint64_t throttled_ns) const
    {
        tree.write(group("cpuacct", "cpuacct.usage"), fmt::format("{}\n", used_ns));
        tree.write(group("cpu", "cpu.stat"),
                   fmt::format("nr_periods 9\nnr_throttled 2\nthrottled_time {}\nnr_bursts 0\n"
                               "burst_time 0\n",
                               throttled_ns));
    }
    void set_memory(std::uint64_t anonymous,
                    std::uint64_t cache,
                    std::uint64_t shared,
                    std::uint64_t swap,
                    std::uint64_t pages) const
    {
        tree.write(group("memory", "memory.stat"),
                   fmt::format("cache 1\nrss 1\nshmem 1\nswap 1\nhierarchical_memory_limit 9\n"
                               "total_cache {}\ntotal_rss {}\ntotal_rss_huge 0\ntotal_shmem {}\n"
                               "total_swap {}\ntotal_pgfault 1162616847\n",
                               cache,
                               anonymous,
                               shared,
                               swap));
        tree.write(group("memory", "memory.numa_stat"),
                   fmt::format("total=3433 N0=3433\nfile=256 N0=256\nanon=374 N0=374\n"
                               "hierarchical_total={0} N0=1 N1={1}\nhierarchical_file=9 N0=9\n",
                               pages,
                               pages - 1));
    }
    void set_peak(std::uint64_t bytes) const
    {
        tree.write(group("memory", "memory.max_usage_in_bytes"), fmt::format("{}\n", bytes));
    }
    void set_oom_kills(int kills) const
    {
        tree.write(group("memory", "memory.oom_control"),
                   fmt::format("oom_kill_disable 0\nunder_oom 0\noom_kill {}\n", kills));
    }

private:
    [[nodiscard]] static std::string group(std::string_view controller, std::string_view file)
    {
        return fmt::format("sys/fs/cgroup/{}/docker/ab/{}", controller, file);
    }
};

/// Version 2, as of Linux 6.12.
class Version2 : public Scene {
public:
    Version2()
    {
        tree.write("proc/42/cgroup", "0::/system.slice/docker-ab.scope\n");
        tree.write("sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory pids\n");
        set_time(7'000'000, 4'000'000, 3'000'000, 250'000);
        for (const auto* const name : {"cpu", "memory", "io"}) {
            set_pressure(name, 1'000'000);
        }
        write("memory.peak", "500000\n");
        write("memory.stat",
              "anon 4096\nfile 16384\nkernel 77\nshmem 8192\npgfault 12\nworkingset_refault_anon "
              "0\n");
        write("memory.numa_stat", "anon N0=4096 N1=0\nfile N0=8192 N1=8192\nshmem N0=8192 N1=0\n");
        write("memory.swap.current", "0\n");
        write("memory.events", "low 0\nhigh 0\nmax 4\noom 1\noom_kill 1\noom_group_kill 0\n");
    }
    void write(std::string_view file, std::string_view content) const
    {
        tree.write(fmt::format("sys/fs/cgroup/system.slice/docker-ab.scope/{}", file), content);
    }
    void set_time(std::uint64_t used_us,
                  std::uint64_t user_us,
                  std::uint64_t system_us,
                  std::uint64_t throttled_us) const
    {
        write("cpu.stat",
              fmt::format("usage_usec {}\nuser_usec {}\nsystem_usec {}\nnice_usec 0\nnr_periods 0\n"
                          "nr_throttled 0\nthrottled_usec {}\nnr_bursts 0\nburst_usec 0\n",
                          used_us,
                          user_us,
                          system_us,
                          throttled_us));
    }
    void set_pressure(std::string_view name, std::uint64_t total_us) const
    {
        write(fmt::format("{}.pressure", name),
              fmt::format("some avg10=0.00 avg60=0.00 avg300=0.00 total={}\n"
                          "full avg10=0.00 avg60=0.00 avg300=0.00 total=77\n",
                          total_us));
    }
};

} // namespace

TEST_CASE("cgroup v1: times are the difference between start and stop")
{
    const Version1 scene;
    auto counters = scene.counters();
    counters.start();
    scene.set_time(8'500'000'000, 350'000'000);
    CHECK(counters.cpu_s() == Approx(1.5));
    const auto figures = counters.stop();
    CHECK(figures.cpu_s == Approx(1.5));
    CHECK(figures.throttled_s == Approx(0.1));
    CHECK_FALSE(figures.user_s);
    CHECK_FALSE(figures.pressure_cpu_s);
    CHECK(figures.unavailable.at("user_s") == "cgroups of version 1 do not count it");
    CHECK(figures.unavailable.count("cpu_s") == 0);
}

TEST_CASE("cgroup v1: memory is that of the largest sample")
{
    const Version1 scene;
    auto counters = scene.counters();
    counters.start();
    counters.sample();
    scene.set_memory(40960, 32768, 8192, 4096, 11);
    counters.sample();
    scene.set_memory(4096, 4096, 4096, 0, 2);
    counters.sample();
    scene.set_peak(81'920);
    scene.set_oom_kills(3);
    const auto figures = counters.stop();
    CHECK(figures.anonymous_bytes == 40960);
    CHECK(figures.file_bytes == 32768 - 8192); // the cache includes shared memory
    CHECK(figures.shared_bytes == 8192);
    CHECK(figures.swap_bytes == 4096);
    CHECK(figures.placed_bytes ==
          std::map<std::string, std::uint64_t>{{"0", 4096}, {"1", 10U * 4096}});
    CHECK(figures.peak_memory_bytes == 81'920);
    CHECK(figures.oom_kills == 3);
}

TEST_CASE("cgroup v2: all times are counted")
{
    const Version2 scene;
    auto counters = scene.counters();
    counters.start();
    scene.set_time(9'000'000, 5'500'000, 3'500'000, 300'000);
    scene.set_pressure("cpu", 1'250'000);
    scene.set_pressure("io", 3'000'000);
    const auto figures = counters.stop();
    CHECK(figures.cpu_s == Approx(2));
    CHECK(figures.user_s == Approx(1.5));
    CHECK(figures.system_s == Approx(0.5));
    CHECK(figures.throttled_s == Approx(0.05));
    CHECK(figures.pressure_cpu_s == Approx(0.25)); // of "some", not of "full"
    CHECK(figures.pressure_memory_s == Approx(0));
    CHECK(figures.pressure_io_s == Approx(2));
    CHECK(figures.oom_kills == 0); // that of before is not this run's
}

TEST_CASE("cgroup v2: memory by kind and by node")
{
    const Version2 scene;
    auto counters = scene.counters();
    counters.start();
    counters.sample();
    const auto figures = counters.stop();
    CHECK(figures.anonymous_bytes == 4096);
    CHECK(figures.file_bytes == 8192);
    CHECK(figures.shared_bytes == 8192);
    CHECK(figures.swap_bytes == 0);
    CHECK(figures.placed_bytes == std::map<std::string, std::uint64_t>{{"0", 12288}, {"1", 8192}});
}

TEST_CASE("cgroups: a figure that the kernel does not have is missing with a reason, never 0")
{
    const Version2 scene;
    for (const auto* const file : {"cpu.stat",
                                   "cpu.pressure",
                                   "memory.pressure",
                                   "io.pressure",
                                   "memory.peak",
                                   "memory.stat",
                                   "memory.swap.current"}) {
        scene.tree.remove(fmt::format("sys/fs/cgroup/system.slice/docker-ab.scope/{}", file));
    }
    auto counters = scene.counters();
    counters.start();
    counters.sample();
    const auto figures = counters.stop();
    CHECK_FALSE(figures.cpu_s);
    CHECK_FALSE(figures.peak_memory_bytes);
    CHECK_FALSE(figures.anonymous_bytes);
    CHECK_FALSE(figures.swap_bytes);
    for (const auto* const name : {"cpu_s",
                                   "user_s",
                                   "system_s",
                                   "throttled_s",
                                   "pressure_cpu_s",
                                   "pressure_memory_s",
                                   "pressure_io_s",
                                   "peak_memory_bytes",
                                   "anonymous_bytes",
                                   "file_bytes",
                                   "shared_bytes",
                                   "swap_bytes"}) {
        INFO(name);
        CHECK(figures.unavailable.count(name) == 1);
    }
}

TEST_CASE("cgroups: what the kernel never writes is not taken for a figure")
{
    const Version2 scene;
    scene.write("cpu.stat", "usage_usec\nuser_usec x\nsystem_usec -3\nthrottled_usec 1e3\n");
    scene.write("cpu.pressure", "some avg10=0.00 total=\n");
    auto counters = scene.counters();
    counters.start();
    const auto figures = counters.stop();
    CHECK_FALSE(figures.cpu_s);
    CHECK_FALSE(figures.user_s);
    CHECK_FALSE(figures.system_s);
    CHECK_FALSE(figures.pressure_cpu_s);
}

TEST_CASE("cgroups: a sandbox that cannot be seen is an error that says why")
{
    const test::Tree tree;
    CHECK_THAT(CgroupPlace::read_process(sandbox, tree.root()).error(),
               CB_CONTAINS("PID namespace"));
    tree.write("sys/fs/cgroup/cgroup.controllers", "cpu\n");
    tree.write("proc/42/cgroup", "0::/../other\n");
    CHECK_THAT(CgroupPlace::read_process(sandbox, tree.root()).error(), CB_CONTAINS("outside"));
}

TEST_CASE("cgroups: a hybrid machine is one of version 1")
{
    const Version1 scene;
    scene.tree.write("sys/fs/cgroup/unified/cgroup.controllers", "\n");
    CHECK_FALSE(cgroups_are_unified(scene.tree.root()));
    const auto place = CgroupPlace::read_process(sandbox, scene.tree.root());
    REQUIRE(place);
    CHECK(place->directory("memory") == scene.tree.root() / "sys/fs/cgroup/memory/docker/ab");
    CHECK(place->directory("cpuset") == std::nullopt); // the process is in none
    CHECK(place->directory("pids") == std::nullopt);   // it is named, and not there
}
