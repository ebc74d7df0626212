#include "base/forked.hpp"
#include "catch.hpp"
#include "host/tree.hpp"
#include "tuning/journal.hpp"
#include "tuning/values.hpp"

#include <sys/file.h>

#include <fcntl.h>

using namespace cb;
using namespace cb::tuning;

namespace {

const std::string head = R"({"cb_tune_journal":1,"boot":"b"})"
                         "\n";

std::string line(const std::string& path, const std::string& before, const std::string& set)
{
    return R"({"path":")" + path + R"(","before":")" + before + R"(","set":")" + set +
           R"(","state":"tuned"})" + "\n";
}

} // namespace

TEST_CASE("a journal reads back as it was written")
{
    const auto text = head + line("proc/sys/vm/swappiness", "60", "1") +
                      line("sys/devices/system/cpu/cpu3/online", "1", "0");
    const auto journal = parse_journal(text);
    REQUIRE(journal.has_value());
    CHECK(journal->boot == "b");
    REQUIRE(journal->entries.size() == 2);
    CHECK(journal->entries[0].before == "60");
    CHECK(journal->entries[1].knob.path() == "sys/devices/system/cpu/cpu3/online");
    CHECK(to_string(*journal) == text);
}

TEST_CASE("a journal that was cut off anywhere has its whole lines")
{
    const auto text = head + line("proc/sys/vm/swappiness", "60", "1") +
                      line("sys/devices/system/cpu/cpu3/online", "1", "0");
    for (std::size_t length = 0; length <= text.size(); ++length) {
        INFO(length);
        const auto cut = text.substr(0, length);
        const auto journal = parse_journal(cut);
        REQUIRE(journal.has_value());
        const auto lines = static_cast<std::size_t>(std::count(cut.begin(), cut.end(), '\n'));
        CHECK(journal->entries.size() + 1 >= lines);
    }
}

TEST_CASE("nothing in a journal makes cb write to another file")
{
    const auto path = GENERATE(as<std::string>{},
                               "etc/passwd",
                               "/proc/sys/vm/swappiness",
                               "proc/sys/vm/../../sysrq-trigger",
                               "proc/sys/kernel/core_pattern",
                               "proc/sys/vm/swappiness/",
                               "proc/irq/24/../../sysrq-trigger",
                               "proc/irq//smp_affinity_list",
                               "proc/irq/024/smp_affinity_list",
                               "proc/irq/99999999/smp_affinity_list",
                               "sys/devices/system/cpu/cpu-1/online",
                               "sys/devices/system/cpu/online",
                               "sys/devices/system/cpu/cpufreq/policy0/scaling_governor0",
                               "");
    INFO(path);
    const auto journal = parse_journal(head + line(path, "1", "0"));
    REQUIRE_FALSE(journal.has_value());
    CHECK_THAT(journal.error(), CB_CONTAINS("line 2"));
    CHECK_THAT(journal.error(), CB_CONTAINS("not a file that cb tune writes"));
}

TEST_CASE("a journal holds only values that its files can have")
{
    const std::string online = "sys/devices/system/cpu/cpu1/online";
    const std::string governor = "sys/devices/system/cpu/cpufreq/policy0/scaling_governor";
    const std::string irq = "proc/irq/1/smp_affinity_list";
    CHECK_FALSE(parse_journal(head + line(online, "-1", "0")));
    CHECK_FALSE(parse_journal(head + line(online, "1", "99999999999999999999")));
    CHECK_FALSE(parse_journal(head + line(governor, "a b", "c")));
    CHECK_FALSE(parse_journal(head + line(governor, "", "performance")));
    CHECK_FALSE(parse_journal(head + line(governor, std::string(100, 'x'), "performance")));
    CHECK_FALSE(parse_journal(head + line(irq, "0-4294967295", "0")));
    CHECK_FALSE(parse_journal(head + line("proc/irq/default_smp_affinity", "0", "f")));
    CHECK_FALSE(parse_journal(
        head + line("sys/kernel/mm/transparent_hugepage/enabled", "sometimes", "never")));
    CHECK_FALSE(parse_journal(head + line(online, "1", "0") + line(online, "0", "1")));
}

TEST_CASE("what is no journal says which line is wrong")
{
    CHECK_THAT(parse_journal("root:x:0:0\n").error(), CB_CONTAINS("line 1"));
    CHECK_THAT(parse_journal("{}\n").error(), CB_CONTAINS("not a journal of this version"));
    CHECK_THAT(parse_journal(R"({"cb_tune_journal":2,"boot":""})"
                             "\n")
                   .error(),
               CB_CONTAINS("not a journal of this version"));
    CHECK_THAT(parse_journal(head + "{\n" + head).error(), CB_CONTAINS("line 2"));
    CHECK_THAT(parse_journal(head + head).error(), CB_CONTAINS("line 2"));
    CHECK_THAT(parse_journal(head + R"({"path":"proc/sys/vm/swappiness","before":"1"})"
                                    "\n")
                   .error(),
               CB_CONTAINS("line 2"));
}

TEST_CASE("a journal that is not understood stops tuning before it begins")
{
    const TempDir dir;
    const auto path = dir.path() / "new/tune.journal";
    const JournalFile file{path};
    CHECK_FALSE(file.load().has_value());
    replace_file(path, "garbage\n");
    CHECK_THROWS_WITH(file.load(), CB_CONTAINS("tune.journal: line 1"));
}

TEST_CASE("two tunings do not interleave")
{
    const TempDir dir;
    const auto path = dir.path() / "tune.journal";
    const auto try_lock = [&] {
        return test::in_child([&] {
            const Fd fd{::open((path.native() + ".lock").c_str(), O_RDWR)};
            return ::flock(fd.get(), LOCK_EX | LOCK_NB) == 0 ? 0 : 1;
        });
    };
    {
        const JournalFile file{path};
        CHECK(try_lock() == 1);
    }
    CHECK(try_lock() == 0);
}

TEST_CASE("masks of CPUs read as the kernel writes them")
{
    CHECK(parse_cpu_mask("f")->to_string() == "0-3");
    CHECK(parse_cpu_mask("00000000,0000000f\n")->to_string() == "0-3");
    CHECK(parse_cpu_mask("1,00000000")->to_string() == "32");
    CHECK(cpu_mask(CpuSet::of({0, 31, 32, 64})) == "1,00000001,80000001");
    for (const char* const bad : {"", ",", "x", "0x1", "-1", "1ffffffff", "f f", "1,"}) {
        INFO(bad);
        CHECK_FALSE(parse_cpu_mask(bad).has_value());
    }
    CHECK_FALSE(parse_cpu_mask(std::string(4000, ',')).has_value());
}
