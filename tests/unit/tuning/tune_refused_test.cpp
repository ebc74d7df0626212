#include "base/forked.hpp"
#include "catch.hpp"
#include "machine.hpp"

#include <unistd.h>

using namespace cb;
using namespace cb::tuning;
using cb::test::difference;
using cb::test::FakeKernel;
using cb::test::files_below;
using cb::test::Machine;
using cb::test::sys_cpu;
using cb::test::Tree;

namespace {

const std::string governor = sys_cpu + "cpufreq/policy0/scaling_governor";
const std::string swappiness = "proc/sys/vm/swappiness";

} // namespace

TEST_CASE("what the kernel refuses is named with the reason, and the rest goes on")
{
    Machine machine;
    const auto before = files_below(machine.tree.root());
    machine.kernel.refuses = {{"proc/irq/24/smp_affinity_list", std::errc::io_error},
                              {governor, std::errc::invalid_argument},
                              {swappiness, std::errc::permission_denied}};
    CHECK(machine.tune().refused == 3);
    CHECK_THAT(
        machine.log.text,
        CB_CONTAINS("warning: /proc/irq/24/smp_affinity_list: 0,2 was rejected: Input/output"));
    CHECK_THAT(machine.log.text,
               CB_CONTAINS("/scaling_governor: performance was rejected: Invalid argument"));
    CHECK_THAT(machine.log.text, CB_CONTAINS("/swappiness: 1 was rejected: Permission denied"));
    CHECK(machine.text(sys_cpu + "intel_pstate/no_turbo") == "1");
    CHECK(machine.text("proc/irq/25/smp_affinity_list") == "0,2");
    machine.kernel.refuses.clear();
    CHECK(machine.undo().refused == 0);
    CHECK(difference(before, files_below(machine.tree.root())) == "");
}

TEST_CASE("a value that was refused is nobody's original")
{
    Machine machine;
    machine.kernel.refuses = {{swappiness, std::errc::permission_denied}};
    CHECK(machine.tune().refused == 1);
    machine.kernel.refuses.clear();
    machine.tree.write(swappiness, "10\n");
    CHECK(machine.tune().refused == 0);
    CHECK(machine.text(swappiness) == "1");
    CHECK(machine.undo().refused == 0);
    CHECK(machine.text(swappiness) == "10");
}

TEST_CASE("what somebody else has changed since is left, and said")
{
    Machine machine;
    REQUIRE(machine.tune().refused == 0);
    machine.tree.write(swappiness, "10\n");
    CHECK(machine.undo().refused == 1);
    CHECK(machine.text(swappiness) == "10");
    CHECK(machine.text(governor) == "powersave");
    CHECK_THAT(machine.log.text,
               CB_CONTAINS("/proc/sys/vm/swappiness: not restored: cb tune had set 1, but somebody "
                           "else has set 10 since; the original was 60"));
    machine.log.text.clear();
    CHECK(machine.undo().refused == 0); // another process owns it now
    CHECK(machine.text(swappiness) == "10");
    CHECK_THAT(machine.log.text, CB_CONTAINS("nothing to undo"));
}

TEST_CASE("the same value in other words is still ours")
{
    Machine machine;
    REQUIRE(machine.tune().refused == 0);
    machine.tree.write("proc/irq/default_smp_affinity", "00000000,00000005\n");
    machine.tree.write("proc/irq/24/smp_affinity_list", "0,2\n\n");
    CHECK(machine.undo().refused == 0);
    CHECK(machine.text("proc/irq/default_smp_affinity") == "0000000f");
}

TEST_CASE("what cannot be put back stays in the journal for another undo")
{
    Machine machine;
    const auto before = files_below(machine.tree.root());
    REQUIRE(machine.tune().refused == 0);
    machine.kernel.refuses = {{swappiness, std::errc::permission_denied},
                              {sys_cpu + "cpu3/online", std::errc::device_or_resource_busy}};
    CHECK(machine.undo().refused >= 2); // the files of CPU 3 cannot be read
    CHECK_THAT(machine.log.text, CB_CONTAINS("/swappiness: 60 was rejected: Permission denied"));
    CHECK(std::filesystem::exists(machine.journal()));
    machine.kernel.refuses.clear();
    CHECK(machine.undo().refused == 0);
    CHECK(difference(before, files_below(machine.tree.root())) == "");
    CHECK_FALSE(std::filesystem::exists(machine.journal()));
}

TEST_CASE("an interrupt that is no more is no trouble for undo")
{
    Machine machine;
    REQUIRE(machine.tune().refused == 0);
    machine.tree.remove("proc/irq/24");
    CHECK(machine.undo().refused == 0);
    CHECK_THAT(machine.log.text, CB_CONTAINS("/proc/irq/24/smp_affinity_list no longer exists"));
    CHECK_FALSE(std::filesystem::exists(machine.journal()));
}

TEST_CASE("a reboot undoes everything, and its values are the new originals")
{
    Machine machine;
    REQUIRE(machine.tune().refused == 0);
    const Tree rebooted{"tunable"};
    rebooted.write("proc/sys/kernel/random/boot_id", "5d1c1c0e-0000-4000-8000-000000000002\n");
    rebooted.write(swappiness, "10\n");
    const host::SysFiles files{rebooted.root()};
    FakeKernel kernel{rebooted};
    const auto before = files_below(rebooted.root());
    SECTION("undo")
    {
        const auto outcome = undo(files, kernel, machine.journal(), machine.log);
        CHECK(outcome.changed.empty());
        CHECK(outcome.refused == 0);
        CHECK_THAT(machine.log.text, CB_CONTAINS("rebooted"));
        CHECK_FALSE(std::filesystem::exists(machine.journal()));
    }
    SECTION("tuning and undo")
    {
        const auto journal = machine.journal();
        CHECK(tune(files, CpuSet::of({1}), kernel, journal, machine.log).refused == 0);
        CHECK(undo(files, kernel, journal, machine.log).refused == 0);
    }
    CHECK(difference(before, files_below(rebooted.root())) == "");
}

TEST_CASE("an interrupt that the kernel keeps is not tried")
{
    Machine machine;
    std::filesystem::permissions(machine.tree.root() / "proc/irq/24/smp_affinity_list",
                                 std::filesystem::perms::owner_read);
    CHECK(machine.tune().refused == 0);
    CHECK(machine.text("proc/irq/24/smp_affinity_list") == "0-3");
    CHECK_THAT(machine.log.text, CB_CONTAINS("the kernel does not allow moving 1 interrupts"));
}

TEST_CASE("with cpusets of cgroup version 1 no CPU is taken offline")
{
    Machine machine;
    machine.tree.write("sys/fs/cgroup/cpuset/cpuset.cpus", "0-3\n");
    CHECK(machine.tune().refused == 1);
    CHECK_THAT(machine.log.text, CB_CONTAINS("/cpu3/online: cgroup version 1"));
    CHECK(machine.text(sys_cpu + "online") == "0-3");
}

TEST_CASE("irqbalance is named with the command that stops it")
{
    Machine machine;
    machine.tree.write("proc/811/comm", "irqbalance\n");
    CHECK(machine.tune().refused == 0);
    CHECK_THAT(machine.log.text, CB_CONTAINS("warning: irqbalance is running"));
    CHECK_THAT(machine.log.text, CB_CONTAINS("systemctl stop irqbalance"));
}

TEST_CASE("interrupts have to have a CPU left")
{
    Machine machine;
    const auto outcome = rehearse(machine.files, CpuSet::of({0, 1}), machine.log);
    CHECK(outcome.refused == 1);
    CHECK_THAT(machine.log.text, CB_CONTAINS("/proc/irq: no CPU remains"));
}

TEST_CASE("a rehearsal tells what tuning then does, and changes nothing")
{
    Machine machine;
    const auto before = files_below(machine.tree.root());
    const auto rehearsed = rehearse(machine.files, CpuSet::of({1}), machine.log);
    CHECK(difference(before, files_below(machine.tree.root())) == "");
    CHECK(std::filesystem::is_empty(machine.state.path()));
    const auto tuned = machine.tune();
    REQUIRE(rehearsed.changed.size() == tuned.changed.size());
    for (std::size_t i = 0; i < tuned.changed.size(); ++i) {
        CHECK(rehearsed.changed[i].knob == tuned.changed[i].knob);
        CHECK(rehearsed.changed[i].from == tuned.changed[i].from);
        CHECK(rehearsed.changed[i].to == tuned.changed[i].to);
    }
}

TEST_CASE("nothing is changed when the journal cannot be written")
{
    Machine machine;
    const auto before = files_below(machine.tree.root());
    std::filesystem::create_directories(machine.journal() / "in the way");
    CHECK_THROWS_AS(machine.tune(), Error);
    CHECK(difference(before, files_below(machine.tree.root())) == "");
    CHECK_THROWS_AS(JournalFile{"/dev/null/cb/tune.journal"}, Error);
}

TEST_CASE("files that refuse are an answer and no exception")
{
    const Tree tree{"tunable"};
    FileWriter writer{tree.root()};
    const auto knob = Knob::parse(swappiness).value();
    const auto answer = [&] { return writer.write(knob, "1"); };
    CHECK_FALSE(answer());
    CHECK(read_small_file(tree.root() / swappiness) == "1\n");
    tree.remove(swappiness);
    CHECK(answer() == std::errc::no_such_file_or_directory);
    std::filesystem::create_symlink("numa_balancing", tree.root() / swappiness);
    CHECK(answer() == std::errc::too_many_symbolic_link_levels);
    tree.remove(swappiness);
    std::filesystem::create_directory(tree.root() / swappiness);
    CHECK(answer() == std::errc::is_a_directory);
    tree.remove("proc/sys/vm");
    std::filesystem::create_directory_symlink("/dev", tree.root() / "proc/sys/vm");
    CHECK(answer() == std::errc::no_such_file_or_directory);
}

TEST_CASE("only root may change this machine, and anybody a copy of its files")
{
    const auto refusal = [](const std::filesystem::path& root) {
        return test::in_child([&] {
            if (::geteuid() == 0 && ::setuid(65534) != 0) {
                return 1;
            }
            try {
                require_root(host::SysFiles{root});
            } catch (const Error& error) {
                return error.code() == Errc::system ? 4 : 1;
            }
            return 0;
        });
    };
    CHECK(refusal("/") == 4);
    CHECK(refusal("/./") == 4);
    CHECK(refusal(Tree{}.root()) == 0);
}
