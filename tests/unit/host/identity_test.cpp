#include "catch.hpp"
#include "host/identity.hpp"
#include "tree.hpp"

using namespace cb;
using namespace cb::host;
using cb::test::sys_cpu;
using cb::test::Tree;

namespace {

struct KeyChange {
    std::string path;
    std::string content;
};

} // namespace

TEST_CASE("a machine's identity is read value by value")
{
    const Tree tree{"virtual-machine"};
    const auto host = read_host(tree.root());
    CHECK(host.name == "bench-1");
    CHECK(host.cpu == "AMD EPYC 7R13 Processor");
    CHECK(host.kernel == "6.1.0-18-amd64");
    CHECK(host.cpus_online == 2);
    CHECK(host.memory_bytes == std::uint64_t{4030464} * 1024);
    const std::map<std::string, std::string> facts{
        {"cpu", "AMD EPYC 7R13 Processor"},
        {"cpu_revision", "cpu family 25 model 1 stepping 1"},
        {"cpus", "2"},
        {"huge_pages", "madvise"},
        {"kernel", "6.1.0-18-amd64"},
        {"kernel_command_line", "ro quiet mitigations=auto"},
        {"memory_gib", "4"},
        {"microcode", "0xa0011d5"},
        {"mitigation/meltdown", "Not affected"},
        {"mitigation/spectre_v2", "Mitigation: Retpolines; STIBP: disabled; RSB filling"},
        {"numa_balancing", "0"},
        {"smt", "notsupported"}};
    CHECK(host.facts == facts);
}

TEST_CASE("governors that differ between CPUs are all told, and boost is on unless it is off")
{
    const Tree tree{"one-socket-smt"};
    auto facts = read_host(tree.root()).facts;
    CHECK(facts.at("governor") == "performance,powersave");
    CHECK(facts.at("frequency_driver") == "intel_pstate");
    CHECK(facts.at("boost") == "on");
    CHECK(facts.at("smt") == "on");

    tree.write(sys_cpu + "intel_pstate/no_turbo", "1\n");
    CHECK(read_host(tree.root()).facts.at("boost") == "off");
    tree.remove(sys_cpu + "intel_pstate/no_turbo");
    CHECK(read_host(tree.root()).facts.count("boost") == 0);
    tree.write(sys_cpu + "cpufreq/boost", "1\n");
    CHECK(read_host(tree.root()).facts.at("boost") == "on");
    tree.write(sys_cpu + "cpufreq/boost", "0\n");
    CHECK(read_host(tree.root()).facts.at("boost") == "off");
}

TEST_CASE("an ARM processor without a name is told by its implementer and part")
{
    const Tree tree{"arm-big-little"};
    const auto host = read_host(tree.root());
    CHECK(host.cpu == "CPU implementer 0x41 CPU part 0xd03");
    CHECK(host.facts.at("cpu_revision") == "CPU variant 0x0 CPU revision 4");
    CHECK(host.name == "unknown");
    CHECK(host.kernel == "unknown");
}

TEST_CASE("a machine that tells nothing still has an identity")
{
    const Tree tree;
    const auto host = read_host(tree.root());
    CHECK(host.facts.empty());
    CHECK(host.key.size() == 16);
    CHECK(host.cpu == "unknown");
    CHECK(host.cpus_online == 0);
    CHECK(host.memory_bytes == 0);
}

TEST_CASE("the key stays the same for what does not change results")
{
    const Tree tree{"virtual-machine"};
    const auto key = read_host(tree.root()).key;
    CHECK(key.find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(read_host(tree.root()).key == key);

    const auto change = GENERATE(
        KeyChange{"proc/sys/kernel/hostname", "bench-2\n"},
        KeyChange{"proc/meminfo", "MemTotal: 4030000 kB\n"},
        KeyChange{
            "proc/cmdline",
            "BOOT_IMAGE=/vmlinuz root=/dev/sda2 ro  quiet initrd=/i resume=UUID=1 mitigations=auto"
            " init=/bin/sh -- --secret\n"});
    tree.write(change.path, change.content);
    CHECK(read_host(tree.root()).key == key);
}

TEST_CASE("the key changes with everything that changes results")
{
    const Tree tree{"virtual-machine"};
    const auto key = read_host(tree.root()).key;
    const auto change = GENERATE(
        KeyChange{"proc/cpuinfo", "model name\t: Another\n"},
        KeyChange{"proc/cpuinfo", "model name\t: AMD EPYC 7R13 Processor\nmicrocode\t: 0x1\n"},
        KeyChange{"proc/sys/kernel/osrelease", "6.1.0-19-amd64\n"},
        KeyChange{"proc/cmdline", "ro quiet mitigations=off\n"},
        KeyChange{"proc/meminfo", "MemTotal: 8030464 kB\n"},
        KeyChange{"proc/sys/kernel/numa_balancing", "1\n"},
        KeyChange{"sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never\n"},
        KeyChange{sys_cpu + "online", "0\n"},
        KeyChange{sys_cpu + "smt/control", "off\n"},
        KeyChange{sys_cpu + "vulnerabilities/meltdown", "Mitigation: PTI\n"},
        KeyChange{sys_cpu + "vulnerabilities/new_one", "Vulnerable\n"},
        KeyChange{sys_cpu + "cpufreq/policy0/scaling_governor", "performance\n"},
        KeyChange{sys_cpu + "cpufreq/policy0/scaling_driver", "acpi-cpufreq\n"},
        KeyChange{sys_cpu + "cpufreq/boost", "0\n"});
    tree.write(change.path, change.content);
    INFO(change.path);
    CHECK(read_host(tree.root()).key != key);
}
