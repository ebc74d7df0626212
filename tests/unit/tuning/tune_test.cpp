#include "base/forked.hpp"
#include "catch.hpp"
#include "machine.hpp"
#include "tuning/values.hpp"

#include <fmt/format.h>

#include <unistd.h>

using namespace cb;
using namespace cb::tuning;
using cb::test::difference;
using cb::test::FakeKernel;
using cb::test::Machine;
using cb::test::sys_cpu;
using cb::test::Tree;

namespace {

const std::string policies_dir = sys_cpu + "cpufreq/";

/// A machine with one boost switch for all policies.
void make_amd(const Tree& tree)
{
    tree.remove(sys_cpu + "intel_pstate");
    tree.write(policies_dir + "boost", "1\n");
    tree.write(policies_dir + "policy0/scaling_max_freq", "3000000\n"); // a limit set by the user
}

/// A driver that does not report its nominal frequency; the user set CPU 0's speed.
void make_generic(const Tree& tree)
{
    make_amd(tree);
    for (const char* const policy : {"policy0", "policy1", "policy2", "policy3"}) {
        tree.write(policies_dir + policy + "/scaling_setspeed", "<unsupported>\n");
    }
    tree.write(policies_dir + "policy0/scaling_governor", "userspace\n");
    tree.write(policies_dir + "policy0/scaling_setspeed", "1200000\n");
}

/// A boost switch per policy; one policy is already off.
void make_new_amd(const Tree& tree)
{
    make_amd(tree);
    for (const char* const policy : {"policy0", "policy1", "policy3"}) {
        tree.write(policies_dir + policy + "/boost", "1\n");
    }
    tree.write(policies_dir + "policy2/boost", "0\n");
}

} // namespace

TEST_CASE("tuning sets everything that disturbs a benchmark on the CPUs")
{
    Machine machine;
    const auto outcome = machine.tune();
    CHECK(machine.log.text.empty());
    CHECK(outcome.refused == 0);
    CHECK(machine.text(policies_dir + "policy0/scaling_governor") == "performance");
    CHECK(machine.text(policies_dir + "policy0/energy_performance_preference") == "performance");
    CHECK(machine.text(policies_dir + "policy0/scaling_min_freq") == "3600000");
    CHECK(machine.text(policies_dir + "policy0/scaling_max_freq") == "3600000");
    CHECK(machine.text(sys_cpu + "intel_pstate/no_turbo") == "1");
    CHECK(machine.text(sys_cpu + "online") == "0,1,2");
    CHECK(machine.text("proc/irq/0/smp_affinity_list") == "0");
    CHECK(machine.text("proc/irq/24/smp_affinity_list") == "0,2");
    CHECK(machine.text("proc/irq/25/smp_affinity_list") == "0,2");
    CHECK(machine.text("proc/irq/26/smp_affinity_list") == "0,2");
    CHECK(machine.text("proc/irq/default_smp_affinity") == "00000005");
    CHECK(machine.text("proc/sys/kernel/numa_balancing") == "0");
    CHECK(machine.text("proc/sys/kernel/nmi_watchdog") == "0");
    CHECK(machine.text("proc/sys/kernel/timer_migration") == "0");
    CHECK(machine.text("proc/sys/vm/swappiness") == "1");
    CHECK(chosen_word(machine.text("sys/kernel/mm/transparent_hugepage/enabled")) == "madvise");
}

TEST_CASE("without CPUs all stay online and the interrupts where they are")
{
    Machine machine;
    const auto outcome =
        tune(machine.files, std::nullopt, machine.kernel, machine.journal(), machine.log);
    CHECK(outcome.refused == 0);
    CHECK(machine.text(policies_dir + "policy3/scaling_governor") == "performance");
    CHECK(machine.text("proc/irq/24/smp_affinity_list") == "0-3");
    CHECK(machine.text("proc/irq/default_smp_affinity") == "0000000f");
    CHECK(machine.text(sys_cpu + "online") == "0-3");
}

TEST_CASE("undo brings back what was there, byte for byte")
{
    Machine machine;
    SECTION("intel_pstate") {}
    SECTION("a switch for boost of all")
    {
        make_amd(machine.tree);
    }
    SECTION("a driver that tells little")
    {
        make_generic(machine.tree);
    }
    SECTION("a switch for boost a policy")
    {
        make_new_amd(machine.tree);
    }
    const auto before = machine.content();
    const auto tuned = machine.tune();
    CHECK(difference(before, machine.content()) != "");
    const auto undone = machine.undo();
    CHECK(difference(before, machine.content()) == "");
    CHECK(undone.refused == 0);
    CHECK(undone.changed.size() >= tuned.changed.size());
    CHECK_FALSE(std::filesystem::exists(machine.journal()));
    CHECK(machine.log.text.empty());
    CHECK(machine.undo().changed.empty());
    CHECK(difference(before, machine.content()) == "");
    CHECK_THAT(machine.log.text, CB_CONTAINS("nothing to undo"));
}

TEST_CASE("after a crash at any write undo brings back what was there")
{
    const auto change = GENERATE(
        +[](const Tree&) {}, &make_amd, &make_generic, &make_new_amd);
    int crashes = 0;
    for (int last = 1;; ++last) {
        Machine machine;
        change(machine.tree);
        const auto before = machine.content();
        machine.kernel.after_write = [last](int count) {
            if (count == last) {
                ::_exit(42);
            }
        };
        const auto status = test::in_child([&] { return machine.tune().refused == 0 ? 0 : 1; });
        machine.kernel.after_write = [](int) {};
        INFO("after write " << last << ", status " << status);
        CHECK(machine.undo().refused == 0);
        CHECK(difference(before, machine.content()) == "");
        CHECK_FALSE(std::filesystem::exists(machine.journal()));
        if (status == 0) {
            break;
        }
        REQUIRE(status == 42);
        ++crashes;
    }
    CHECK(crashes >= 20);
}

TEST_CASE("after a crash of undo at any write another undo brings back what was there")
{
    const auto change = GENERATE(
        +[](const Tree&) {}, &make_amd, &make_generic, &make_new_amd);
    for (int last = 1;; ++last) {
        Machine machine;
        change(machine.tree);
        const auto before = machine.content();
        REQUIRE(machine.tune().refused == 0);
        FakeKernel dying{machine.tree};
        dying.after_write = [last](int count) {
            if (count == last) {
                ::_exit(42);
            }
        };
        const auto status = test::in_child([&] {
            const auto outcome = undo(machine.files, dying, machine.journal(), machine.log);
            return outcome.refused == 0 ? 0 : 1;
        });
        INFO("after write " << last << ", status " << status);
        CHECK(machine.undo().refused == 0);
        CHECK(difference(before, machine.content()) == "");
        if (status == 0) {
            break;
        }
        REQUIRE(status == 42);
    }
}

TEST_CASE("after a crash tuning again goes on, and the first originals stay")
{
    for (const int last : {1, 7, 15, 24}) {
        Machine machine;
        const auto before = machine.content();
        machine.kernel.after_write = [last](int count) {
            if (count == last) {
                ::_exit(42);
            }
        };
        REQUIRE(test::in_child([&] { return machine.tune().refused == 0 ? 0 : 1; }) == 42);
        machine.kernel.after_write = [](int) {};
        CHECK(machine.tune().refused == 0);
        CHECK(machine.text(sys_cpu + "intel_pstate/no_turbo") == "1");
        CHECK(machine.undo().refused == 0);
        CHECK(difference(before, machine.content()) == "");
    }
}

TEST_CASE("tuning twice changes nothing more and keeps the first originals")
{
    Machine machine;
    const auto before = machine.content();
    REQUIRE(machine.tune().refused == 0);
    const auto tuned = machine.content();
    const auto journal = read_small_file(machine.journal());
    const auto again = machine.tune();
    CHECK(again.changed.empty());
    CHECK(again.refused == 0);
    CHECK(difference(tuned, machine.content()) == "");
    CHECK(read_small_file(machine.journal()) == journal);
    CHECK(machine.undo().refused == 0);
    CHECK(difference(before, machine.content()) == "");
}

TEST_CASE("tuning for other CPUs adds to the first, and one undo brings back all")
{
    Machine machine;
    const auto before = machine.content();
    REQUIRE(machine.tune(CpuSet::of({1})).refused == 0);
    // changed again, to another value than the original
    machine.tree.write("proc/sys/vm/swappiness", "100\n");
    const auto second = machine.tune(CpuSet::of({2}));
    CHECK(second.refused == 1); // CPU 0 is the other thread
    CHECK_THAT(machine.log.text,
               CB_CONTAINS("/sys/devices/system/cpu/cpu0/online: CPU 0 is a thread"));
    CHECK(machine.text("proc/sys/vm/swappiness") == "1");
    CHECK(machine.text("proc/irq/24/smp_affinity_list") == "1");
    CHECK(machine.undo().refused == 0);
    CHECK(difference(before, machine.content()) == "");
}
