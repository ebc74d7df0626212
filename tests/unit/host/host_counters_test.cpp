#include "catch.hpp"
#include "host/host_counters.hpp"
#include "tree.hpp"

using namespace cb;
using namespace cb::host;
using namespace std::chrono_literals;
using cb::test::sys_cpu;
using cb::test::Tree;

namespace {

constexpr unsigned ticks_per_s = 100;

HostCounters read(const Tree& tree, std::string_view cpus)
{
    return read_counters(SysFiles{tree.root()}, CpuSet::parse(cpus).value(), ticks_per_s);
}

/// Four CPUs, with CPU 2 offline, and occasional overheating.
void write_intel(const Tree& tree)
{
    tree.write("proc/stat",
               "cpu  70355 10 8413 25451 342 7 66 0 0 0\n"
               "cpu0 34984 0 3925 13367 28 0 15 0 0 0\n"
               "cpu1 35370 9 4488 12084 314 5 50 0 0 0\n"
               "cpu3 1 1 1 1 1 2 3 4 0 0\n"
               "intr 329078 0 0 1\nctxt 403201\nbtime 1795509013\nprocesses 6635\n"
               "procs_running 7\nprocs_blocked 1\nsoftirq 135299 0 20426\n");
    tree.write("proc/schedstat",
               "version 15\ntimestamp 4295667000\n"
               "cpu0 0 0 1 2 3 4 5000000000 6 7\n"
               "domain0 0000000f 1 2 3 4 5 6 7 8 9\n"
               "cpu1 0 0 1 2 3 4 123456789012 6 7\n"
               "cpu3 0 0 1 2 3 4 77 6 7\n");
    tree.write("proc/interrupts",
               "           CPU0       CPU1       CPU3\n"
               "  0:         30          0          0  IR-IO-APIC   2-edge      timer\n"
               "  8:          0          0          1  IR-IO-APIC   8-edge      rtc0\n"
               "120:          7        100         20  IR-PCI-MSI 327680-edge  eth0\n"
               "121:          0          0       1000  HPET-MSI   3-edge      hpet3\n"
               "NMI:          1          2          3   Non-maskable interrupts\n"
               "LOC:    1000000    1000000    1000000   Local timer interrupts\n"
               "RES:         10         20         30   Rescheduling interrupts\n"
               "ERR:          5\n"
               "MIS:          0\n"
               "PIN:          0          0          0   Posted-interrupt notification event\n");
    tree.write("proc/softirqs",
               "                    CPU0       CPU1       CPU2       CPU3\n"
               "          HI:          1          2          3          4\n"
               "       TIMER:      11878       8549          9          9\n"
               "      NET_RX:       1310       1543          5          6\n"
               "       SCHED:          9          9          9          9\n"
               "     HRTIMER:          9          9          9          9\n"
               "         RCU:          9          9          9          9\n");
    tree.write("proc/loadavg", "3.09 2.28 1.08 5/109 6643\n");
    tree.write("proc/vmstat", "nr_free_pages 1\npswpin 12\npswpout 34\npswpin_x 9\n");
    tree.write("proc/pressure/cpu",
               "some avg10=51.64 avg60=51.42 avg300=38.66 total=205970343\n"
               "full avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
    tree.write("proc/pressure/memory",
               "some avg10=0.00 avg60=0.00 avg300=0.00 total=5\n"
               "full avg10=0.00 avg60=0.00 avg300=0.00 total=4\n");
    tree.write("proc/pressure/io", "some avg10=0.00 avg60=0.00 avg300=0.00 total=9\n");
    for (const char* const cpu : {"cpu0/", "cpu1/", "cpu3/"}) {
        tree.write(sys_cpu + cpu + "thermal_throttle/core_throttle_count", "3\n");
        tree.write(sys_cpu + cpu + "thermal_throttle/package_throttle_count", "8\n");
        tree.write(sys_cpu + cpu + "thermal_throttle/core_throttle_total_time_ms", "120\n");
        tree.write(sys_cpu + cpu + "thermal_throttle/package_throttle_total_time_ms", "250\n");
        tree.write(sys_cpu + cpu + "cpufreq/scaling_governor", "powersave\n");
        tree.write(sys_cpu + cpu + "cpufreq/scaling_cur_freq", "3600000\n");
    }
    tree.write(sys_cpu + "intel_pstate/no_turbo", "0\n");
    tree.write(sys_cpu + "smt/active", "1\n");
    tree.write(sys_cpu + "isolated", "3\n");
    tree.write("proc/sys/kernel/numa_balancing", "1\n");
}

} // namespace

TEST_CASE("the counters of an Intel machine are read value by value")
{
    const Tree tree;
    write_intel(tree);
    const auto counters = read(tree, "1,3");
    REQUIRE(counters.cpus.size() == 2);

    const auto& one = counters.cpus.at(1);
    CHECK(one.times == CpuTimes{353700ms, 90ms, 44880ms, 120840ms, 3140ms, 50ms, 500ms, 0ms});
    CHECK(one.times->busy() == 353700ms + 90ms + 44880ms + 50ms + 500ms);
    CHECK(one.tasks_ran_ns == 123456789012U);
    CHECK(one.device_interrupts == 100U);
    CHECK(one.processor_interrupts == 22U);
    CHECK(one.softirqs == 1545U);
    CHECK(one.core_throttles == 3U);
    CHECK(one.package_throttles == 8U);
    CHECK(one.core_throttled_ms == 120U);
    CHECK(one.package_throttled_ms == 250U);
    CHECK(one.governor == "powersave");

    const auto& three = counters.cpus.at(3); // its column is the third, CPU 2 is offline
    CHECK(three.times->steal == 40ms);
    CHECK(three.tasks_ran_ns == 77U);
    CHECK(three.device_interrupts == 21U);
    CHECK(three.processor_interrupts == 33U);
    CHECK(three.softirqs == 10U);

    CHECK(counters.tasks_running == 7U);
    CHECK(counters.load_1min == 3.09);
    CHECK(counters.swapped_in_pages == 12U);
    CHECK(counters.swapped_out_pages == 34U);
    CHECK(counters.cpu_pressure == Pressure{205970343, 0});
    CHECK(counters.memory_pressure == Pressure{5, 4});
    CHECK(counters.io_pressure == Pressure{9, std::nullopt});
    CHECK(counters.boost == Setting::on);
    CHECK(counters.smt == Setting::on);
    CHECK(counters.numa_balancing == Setting::on);
    CHECK(counters.isolated == CpuSet::of({3}));
}

TEST_CASE("frequencies are those of the CPUs that tell them")
{
    const Tree tree;
    write_intel(tree);
    tree.write(sys_cpu + "cpu1/cpufreq/scaling_cur_freq", "1200000\n");
    tree.write(sys_cpu + "cpu0/cpufreq/scaling_cur_freq", "<unknown>\n");
    const SysFiles files{tree.root()};
    CHECK(read_frequencies(files, CpuSet::of({0, 1, 2, 3})) ==
          FrequencySample{{1, 1200000}, {3, 3600000}});
}

TEST_CASE("an AMD machine tells of boost in its own way, and nothing of throttling")
{
    const Tree tree;
    tree.write(sys_cpu + "cpufreq/boost", "1\n");
    tree.write(sys_cpu + "cpu0/cpufreq/scaling_governor", "schedutil\n");
    tree.write(sys_cpu + "smt/active", "0\n");
    tree.write(sys_cpu + "isolated", "\n");
    auto counters = read(tree, "0");
    CHECK(counters.boost == Setting::on);
    CHECK(counters.smt == Setting::off);
    CHECK(counters.isolated == CpuSet{});
    CHECK(counters.cpus.at(0).governor == "schedutil");
    CHECK_FALSE(counters.cpus.at(0).core_throttles.has_value());
    CHECK_FALSE(counters.cpus.at(0).package_throttled_ms.has_value());

    tree.write(sys_cpu + "cpufreq/boost", "0\n");
    CHECK(read(tree, "0").boost == Setting::off);
    tree.write(sys_cpu + "intel_pstate/no_turbo", "1\n");
    CHECK(read(tree, "0").boost == Setting::off);
}

TEST_CASE("a virtual machine tells the time that was taken from it")
{
    const Tree tree;
    tree.write("proc/stat",
               "cpu  1 0 0 0 0 0 0 1891\ncpu0 34984 0 3925 13367 28 0 15 1891\nprocs_running 1\n");
    tree.write("proc/interrupts",
               "           CPU0\n"
               " 36:      41916  PCI-MSIX-0000:00:02.0   1-edge      virtio1-req.0\n"
               "LOC:       5000  Local timer interrupts\n"
               "HVS:       6000  Hyper-V stimer0 interrupts\n"
               "CAL:         11  Function call interrupts\n"
               "ERR:        999\n"
               "MIS:        999\n");
    const auto counters = read(tree, "0");
    CHECK(counters.cpus.at(0).times->steal == 18910ms);
    CHECK(counters.cpus.at(0).device_interrupts == 41916U);
    CHECK(counters.cpus.at(0).processor_interrupts == 11U);
    CHECK_FALSE(counters.cpus.at(0).tasks_ran_ns.has_value());
    CHECK_FALSE(counters.cpus.at(0).governor.has_value());
    CHECK_FALSE(counters.boost.has_value());
    CHECK_FALSE(counters.isolated.has_value());
}

TEST_CASE("a machine that tells nothing has watched CPUs and nothing else")
{
    const Tree tree;
    const auto counters = read(tree, "0,5");
    REQUIRE(counters.cpus.size() == 2);
    CHECK_FALSE(counters.cpus.at(5).times.has_value());
    CHECK_FALSE(counters.cpus.at(5).device_interrupts.has_value());
    CHECK_FALSE(counters.cpus.at(5).softirqs.has_value());
    CHECK_FALSE(counters.tasks_running.has_value());
    CHECK_FALSE(counters.load_1min.has_value());
    CHECK_FALSE(counters.cpu_pressure.has_value());
    CHECK_FALSE(counters.swapped_in_pages.has_value());
    CHECK_FALSE(counters.smt.has_value());
}

TEST_CASE("files of garbage are as if they were missing")
{
    const auto garbage = GENERATE(as<std::string>{},
                                  "",
                                  "\n\n\n",
                                  "cpu1\n",
                                  "cpu1 1 2 3 4 5 6 7\n",
                                  "cpu1 -1 2 3 4 5 6 7 8\n",
                                  "cpu1 1 2 3 4 5 6 7 99999999999999999999999\n",
                                  "cpu1 1 2 3 4 5 6 7 18446744073709551615\n",
                                  "cpu1x 1 2 3 4 5 6 7 8\ncpu+1 1 2 3 4 5 6 7 8\n",
                                  "CPU1\n",
                                  "CPU1 CPU99999999999\n1: 1 1\n",
                                  "CPU1 CPU8192\n1: 1 1\n",
                                  "some total=-1\npswpin -1\nprocs_running x\n",
                                  "some avg10=0.00 avg60=0.00 avg300=0.00\n",
                                  "some total\npswpin\nprocs_running\n",
                                  "nan\n",
                                  "-1.5\n",
                                  std::string(100, '\0'),
                                  "\xff\xfe\n",
                                  std::string(std::size_t{5} << 20U, '9'),
                                  std::string(std::size_t{1} << 20U, '\n') + " ");
    const Tree tree;
    write_intel(tree);
    for (const char* const file :
         {"proc/stat",
          "proc/schedstat",
          "proc/interrupts",
          "proc/softirqs",
          "proc/loadavg",
          "proc/vmstat",
          "proc/pressure/cpu",
          "sys/devices/system/cpu/isolated",
          "sys/devices/system/cpu/smt/active",
          "sys/devices/system/cpu/intel_pstate/no_turbo",
          "sys/devices/system/cpu/cpu1/thermal_throttle/core_throttle_count"}) {
        tree.write(file, garbage);
    }
    INFO(garbage.substr(0, 60));
    const auto counters = read(tree, "1");
    const auto& cpu = counters.cpus.at(1);
    CHECK_FALSE(cpu.times.has_value());
    CHECK_FALSE(cpu.tasks_ran_ns.has_value());
    CHECK(cpu.device_interrupts.value_or(0) == 0);
    CHECK(cpu.softirqs.value_or(0) == 0);
    CHECK_FALSE(cpu.core_throttles.has_value());
    CHECK(cpu.package_throttles == 8U);
    CHECK_FALSE(counters.tasks_running.has_value());
    CHECK_FALSE(counters.load_1min.has_value());
    CHECK_FALSE(counters.swapped_in_pages.has_value());
    CHECK_FALSE(counters.cpu_pressure.has_value());
    CHECK(counters.memory_pressure == Pressure{5, 4});
    CHECK(counters.isolated.value_or(CpuSet{}).empty());
    CHECK_FALSE(counters.smt.has_value());
    CHECK_FALSE(counters.boost.has_value());
}

TEST_CASE("run times of schedstat before version 15 had another unit and are not read")
{
    const auto [first, is_read] = GENERATE(table<std::string, bool>({{"version 14", false},
                                                                     {"version 15", true},
                                                                     {"version 17", true},
                                                                     {"version", false},
                                                                     {"timestamp 15", false}}));
    const Tree tree;
    tree.write("proc/schedstat", first + "\ncpu0 0 0 1 2 3 4 5 6 7\n");
    CHECK(read(tree, "0").cpus.at(0).tasks_ran_ns.has_value() == is_read);
}

TEST_CASE("a clock without ticks or with too many of them gives no times")
{
    const Tree tree;
    tree.write("proc/stat", "cpu0 1 2 3 4 5 6 7 8\n");
    const SysFiles files{tree.root()};
    const auto cpus = CpuSet::of({0});
    CHECK_FALSE(read_counters(files, cpus, 0).cpus.at(0).times.has_value());
    CHECK_FALSE(read_counters(files, cpus, 4'000'000'000).cpus.at(0).times.has_value());
    CHECK(read_counters(files, cpus, 1000).cpus.at(0).times->steal == 8ms);
}
