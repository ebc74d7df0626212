#include "catch.hpp"
#include "machine.hpp"
#include "tuning/doctor.hpp"

using namespace cb;
using namespace cb::tuning;
using cb::test::Machine;
using cb::test::sys_cpu;
using cb::test::Tree;

namespace {

const std::string cpufreq = sys_cpu + "cpufreq/";

std::vector<Check> checks_of(const Tree& tree, const char* cpus = nullptr)
{
    std::optional<host::CpuChoice> choice;
    if (cpus != nullptr) {
        choice = host::choose_cpus(host::CpuRequest::parse(cpus).value(),
                                   host::read_topology(tree.root()))
                     .value();
    }
    return diagnose(host::SysFiles{tree.root()}, choice);
}

/// "warning: on => cb tune"
std::string said(const std::string& code, const Tree& tree, const char* cpus = nullptr)
{
    for (const auto& check : checks_of(tree, cpus)) {
        if (check.code == code) {
            return std::string{to_word(check.status)} + ": " + check.found +
                   (check.remedy.empty() ? "" : " => " + check.remedy);
        }
    }
    return "no such check";
}

} // namespace

TEST_CASE("a machine as it is sold is told to be tuned")
{
    const Tree tree{"tunable"};
    CHECK(said("frequency_driver", tree) == "ok: intel_pstate");
    CHECK(said("governor", tree) == "warning: powersave => cb tune");
    CHECK(said("energy_preference", tree) == "warning: balance_power => cb tune");
    CHECK(said("boost", tree) == "warning: on => cb tune");
    CHECK(said("frequency_window", tree) == "note: 0.80 to 4.20 GHz => cb tune");
    CHECK(said("frequency_window", tree, "3") == "ok: 3.60 GHz");
    CHECK(said("smt", tree) == "note: on => echo off > /sys/devices/system/cpu/smt/control");
    CHECK(said("smt_sibling_shared", tree) == "unknown: no --cpu is given");
    CHECK(said("smt_sibling_shared", tree, "1") ==
          "warning: another thread of the same core is in use => cb tune --cpu 1");
    CHECK(said("cpu_zero", tree, "0") == "warning: CPU 0 is among them => --cpu auto");
    CHECK(said("cpu_zero", tree, "1") == "ok: no");
    CHECK(said("default_irq_affinity", tree, "1") == "warning: CPU 0-3 => cb tune --cpu 1");
    CHECK(said("irq_affinity", tree, "1") ==
          "warning: 2 may be routed to CPU 1: 24, 25 => cb tune --cpu 1");
    CHECK(said("irqbalance", tree) == "ok: not running");
    CHECK(said("transparent_huge_pages", tree) == "note: always => cb tune");
    CHECK(said("numa_balancing", tree) == "ok: 1, but there is only one memory node");
    CHECK(said("swappiness", tree) == "note: 60 => cb tune");
    CHECK(said("nmi_watchdog", tree) == "note: 1 => cb tune");
    CHECK(said("timer_migration", tree) == "note: 1 => cb tune");
    CHECK(said("cgroup", tree) == "ok: version 2");
}

TEST_CASE("after tuning nothing is left that tuning could mend")
{
    Machine machine;
    REQUIRE(machine.tune().refused == 0);
    for (const auto& check : checks_of(machine.tree, "1")) {
        INFO(check.code << ": " << check.found);
        CHECK_THAT(check.remedy, !CB_CONTAINS("cb tune"));
    }
    CHECK(said("governor", machine.tree, "1") == "ok: performance");
    CHECK(said("smt_sibling_shared", machine.tree, "1") == "ok: no");
    CHECK(said("irq_affinity", machine.tree, "1") == "ok: no interrupt may be routed to CPU 1");
}

TEST_CASE("a machine that tells nothing is unknown in everything, and has every check")
{
    const Tree full{"tunable"};
    const Tree empty;
    const auto checks = checks_of(empty);
    CHECK(checks.size() == checks_of(full, "1").size());
    for (const auto& check : checks) {
        INFO(check.code << ": " << check.found);
        CHECK(check.status == Status::unknown);
        CHECK_FALSE(check.found.empty());
    }
    CHECK(is_fit(checks));
}

TEST_CASE("garbage in the files is unknown")
{
    const auto garbage = GENERATE(as<std::string>{},
                                  "\n",
                                  "-5\n",
                                  "99999999999999999999\n",
                                  "\xff\xfe[\n",
                                  std::string(100, '\0'),
                                  std::string(std::size_t{2} << 20U, '9'));
    const Tree tree{"tunable"};
    for (const char* const path : {"proc/sys/kernel/numa_balancing",
                                   "proc/sys/kernel/nmi_watchdog",
                                   "proc/sys/vm/swappiness",
                                   "proc/irq/default_smp_affinity",
                                   "proc/loadavg",
                                   "proc/stat",
                                   "proc/meminfo",
                                   "sys/kernel/mm/transparent_hugepage/enabled"}) {
        tree.write(path, garbage);
    }
    for (const char* const code : {"numa_balancing",
                                   "nmi_watchdog",
                                   "swappiness",
                                   "default_irq_affinity",
                                   "load",
                                   "steal",
                                   "swap",
                                   "transparent_huge_pages"}) {
        INFO(code);
        CHECK_THAT(said(code, tree, "1"), Catch::StartsWith("unknown: "));
    }
}

TEST_CASE("powersave is the lowest frequency only with drivers that take it at its word")
{
    const Tree tree{"tunable"};
    tree.write(cpufreq + "policy3/scaling_driver", "acpi-cpufreq\n");
    CHECK(said("governor", tree, "1") == "warning: powersave => cb tune");
    CHECK(said("governor", tree) == "problem: powersave => cb tune");
    CHECK(said("frequency_driver", tree) == "ok: acpi-cpufreq on CPU 3, intel_pstate on CPU 0-2");
}

TEST_CASE("a limit below the nominal frequency is seen")
{
    const Tree tree{"tunable"};
    tree.write(cpufreq + "policy1/scaling_max_freq", "2000000\n");
    CHECK(said("frequency_window", tree, "1") ==
          "warning: 0.80 to 2.00 GHz, below the nominal frequency => cb tune");
}

TEST_CASE("CPUs that the kernel keeps free are compared with those asked for")
{
    const Tree tree{"tunable"};
    CHECK(said("isolated_cpus", tree) ==
          "note: no CPU => kernel parameter isolcpus=managed_irq,domain,CPUS");
    CHECK(said("nohz_full", tree) == "unknown: this kernel was built without CONFIG_NO_HZ_FULL");
    tree.write(sys_cpu + "isolated", "2-3\n");
    tree.write(sys_cpu + "nohz_full", "3\n");
    tree.write("proc/cmdline", "ro rcu_nocbs=2 -- rcu_nocbs=0-3\n");
    CHECK(said("isolated_cpus", tree, "2-3") == "ok: CPU 2-3");
    CHECK(said("isolated_cpus", tree, "1,3") ==
          "warning: CPU 2-3 => kernel parameter isolcpus=managed_irq,domain,1,3");
    CHECK(said("several_isolated_cpus", tree, "2-3").substr(0, 8) == "warning:");
    CHECK(said("nohz_full", tree, "2") == "warning: CPU 3 => kernel parameter nohz_full=2");
    CHECK(said("rcu_nocbs", tree, "2-3") == "ok: CPU 2-3");
    CHECK(said("rcu_nocbs", tree, "1") == "warning: CPU 2-3 => kernel parameter rcu_nocbs=1");
    tree.write(sys_cpu + "nohz_full", "(null)\n");
    CHECK(said("nohz_full", tree, "2") == "warning: no CPU => kernel parameter nohz_full=2");
    tree.write("proc/cmdline", "rcu_nocbs=all\n");
    CHECK(said("rcu_nocbs", tree, "1") == "ok: CPU 0-3");
}

TEST_CASE("interrupts that cannot be moved are no reason to tune")
{
    const Tree tree{"tunable"};
    for (const char* const number : {"24", "25"}) {
        std::filesystem::permissions(tree.root() / "proc/irq" / number / "smp_affinity_list",
                                     std::filesystem::perms::owner_read);
    }
    CHECK(said("irq_affinity", tree, "1") ==
          "note: 2 may be routed to CPU 1: 24, 25; the kernel does not allow moving them");
}

TEST_CASE("other programs, neighbours and heat are seen")
{
    const Tree tree{"tunable"};
    tree.write("proc/loadavg", "0.10 0.20 0.30 1/200 4242\n");
    tree.write("proc/stat", "cpu  10 0 10 900 0 0 0 0 0 0\ncpu0 1\nprocs_running 1\n");
    CHECK(said("load", tree) == "ok: 0.10 in the last minute, 0 running now");
    CHECK(said("steal", tree) == "ok: 0.00 % of the time since boot");
    tree.write("proc/stat", "cpu  10 0 10 975 0 0 0 5 0 0\nprocs_running 3\n");
    CHECK_THAT(said("load", tree),
               Catch::StartsWith("warning: 0.10 in the last minute, 2 running"));
    CHECK_THAT(said("steal", tree), Catch::StartsWith("warning: 0.50 %"));
    tree.write("proc/stat", "cpu  10 0 10 960 0 0 0 20 0 0\nprocs_running 1\n");
    CHECK_THAT(said("steal", tree), Catch::StartsWith("problem: 2.00 %"));
    tree.write("proc/loadavg", "4.00 0.20 0.30 1/200 4242\n");
    CHECK_THAT(said("load", tree), Catch::StartsWith("problem: 4.00"));
    tree.write("proc/811/comm", "irqbalance\n");
    CHECK_THAT(said("irqbalance", tree, "1"),
               Catch::StartsWith("warning: runs => systemctl stop irqbalance, or "
                                 "IRQBALANCE_BANNED_CPULIST=1 in"));
    tree.write(sys_cpu + "cpu0/thermal_throttle/core_throttle_count", "0\n");
    CHECK(said("thermal_throttling", tree) == "ok: 0 times since boot");
    tree.write(sys_cpu + "cpu1/thermal_throttle/core_throttle_count", "7\n");
    CHECK_THAT(said("thermal_throttling", tree), Catch::StartsWith("warning: 7 times"));
}

TEST_CASE("what a container or a virtual machine hides is unknown")
{
    const Tree tree{"tunable"};
    tree.remove("proc/2");
    CHECK_THAT(said("irqbalance", tree), Catch::StartsWith("unknown: "));
    CHECK_THAT(said("periodic_jobs", tree), Catch::StartsWith("unknown: "));
    tree.write("proc/cpuinfo", "flags\t: fpu hypervisor\n");
    CHECK_THAT(said("virtual_machine", tree), Catch::StartsWith("warning: yes"));
    tree.write(sys_cpu + "smt/control", "notsupported\n");
    tree.write(sys_cpu + "smt/active", "0\n");
    tree.write(sys_cpu + "cpu1/topology/thread_siblings_list", "1\n");
    CHECK_THAT(said("smt", tree), Catch::StartsWith("unknown: the hypervisor"));
    CHECK_THAT(said("smt_sibling_shared", tree, "1"), Catch::StartsWith("unknown: the hyperv"));
    tree.write("proc/cpuinfo", "flags\t: fpu\n");
    CHECK(said("virtual_machine", tree) == "ok: no");
    CHECK(said("smt", tree) == "ok: notsupported");
}

TEST_CASE("the kernel's own settings are judged")
{
    const Tree tree{"tunable"};
    const std::string bypass = sys_cpu + "vulnerabilities/spec_store_bypass";
    tree.write(bypass, "Mitigation: Speculative Store Bypass disabled via prctl and seccomp\n");
    CHECK_THAT(said("seccomp_store_bypass", tree), Catch::StartsWith("warning: "));
    CHECK(said("mitigations", tree) == "note: 1 active, 0 vulnerable, 0 not affected");
    tree.write(bypass, "Mitigation: Speculative Store Bypass disabled via prctl\n");
    CHECK_THAT(said("seccomp_store_bypass", tree), Catch::StartsWith("ok: "));
    const std::string clock = "sys/devices/system/clocksource/clocksource0/current_clocksource";
    tree.write(clock, "hpet\n");
    CHECK(said("clocksource", tree) == "problem: hpet => kernel parameter clocksource=tsc");
    tree.write(clock, "kvm-clock\n");
    CHECK(said("clocksource", tree) == "note: kvm-clock");
    tree.write("proc/sys/kernel/sched_rt_runtime_us", "-1\n");
    CHECK_THAT(said("sched_rt_runtime_us", tree), Catch::StartsWith("note: -1"));
    tree.write("proc/sys/kernel/randomize_va_space", "2\n");
    CHECK(said("address_randomization", tree) == "note: 2");
    for (const char* const state : {"state0", "state1", "state2"}) {
        const auto dir = sys_cpu + "cpu1/cpuidle/" + state;
        tree.write(dir + "/name", std::string{"C"} + state[5] + "\n");
        tree.write(dir + "/latency", state[5] == '2' ? "133\n" : "2\n");
    }
    CHECK_THAT(said("idle_states", tree, "1"), Catch::StartsWith("note: C2, 133 us to wake up"));
    tree.write(sys_cpu + "cpu1/cpuidle/state2/disable", "1\n");
    CHECK(said("idle_states", tree, "1") == "ok: C0, 2 us to wake up");
}

TEST_CASE("memory is judged for the nodes of the CPUs")
{
    const Tree tree{"two-sockets"};
    tree.write("sys/devices/system/node/node0/meminfo",
               "Node 0 MemTotal: 16000000 kB\nNode 0 MemFree: 8000000 kB\n");
    tree.write("sys/devices/system/node/node1/meminfo",
               "Node 1 MemTotal: 16000000 kB\nNode 1 MemFree: 100000 kB\n");
    CHECK_THAT(said("free_memory", tree, "1"), Catch::StartsWith("ok: node 0: 49 % of 16 GiB"));
    CHECK_THAT(said("free_memory", tree, "4"), Catch::StartsWith("warning: node 1: 0 % of 16 GiB"));
    tree.write("proc/sys/kernel/numa_balancing", "1\n");
    CHECK(said("numa_balancing", tree) == "warning: 1 => cb tune");
    tree.write("proc/meminfo", "SwapTotal: 2048 kB\nSwapFree: 2048 kB\n");
    CHECK(said("swap", tree) == "note: 2M, unused => swapoff -a");
    tree.write("proc/meminfo", "SwapTotal: 2048 kB\nSwapFree: 1024 kB\n");
    CHECK(said("swap", tree) == "warning: 1M of 2M in use => swapoff -a");
    tree.write("proc/meminfo", "SwapTotal: 0 kB\nSwapFree: 0 kB\n");
    CHECK(said("swap", tree) == "ok: none");
}

TEST_CASE("what the sandbox needs is looked at")
{
    const Tree tree{"tunable"};
    tree.write("sys/fs/cgroup/cgroup.controllers", "cpu io pids\n");
    CHECK_THAT(said("cgroup", tree), Catch::StartsWith("warning: version 2 with only cpu io"));
    tree.remove("sys/fs/cgroup/cgroup.controllers");
    CHECK_THAT(said("cgroup", tree), Catch::StartsWith("unknown: "));
    tree.write("sys/fs/cgroup/cpuset/cpuset.cpus", "0-3\n");
    tree.write("sys/fs/cgroup/memory/tasks", "1\n");
    CHECK_THAT(said("cgroup", tree), Catch::StartsWith("note: version 1"));
    CHECK_THAT(said("user_namespaces", tree), Catch::StartsWith("unknown: "));
    tree.write("proc/sys/user/max_user_namespaces", "1000\n");
    CHECK(said("user_namespaces", tree) == "ok: any user may create one");
    tree.write("proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1\n");
    CHECK_THAT(said("user_namespaces", tree), Catch::StartsWith("note: /proc/sys/kernel/apparmor"));
    tree.write("etc/docker/daemon.json", R"({"exec-opts": ["native.cgroupdriver=cgroupfs"]})");
    CHECK(said("docker_cgroup_driver", tree) == "ok: cgroupfs");
}
