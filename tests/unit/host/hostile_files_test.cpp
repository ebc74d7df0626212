#include "catch.hpp"
#include "host/identity.hpp"
#include "host/topology.hpp"
#include "tree.hpp"

using namespace cb;
using namespace cb::host;
using cb::test::sys_cpu;
using cb::test::Tree;

namespace {

const std::string node_dir = "sys/devices/system/node/";

} // namespace

TEST_CASE("a machine that tells nothing at all is an error that names the file")
{
    const Tree tree;
    CHECK_THROWS_WITH(read_topology(tree.root()),
                      CB_CONTAINS("sys/devices/system/cpu/online does not list"));
}

TEST_CASE("a machine that tells only our affinity has those CPUs and one node")
{
    const Tree tree;
    tree.write("proc/self/status", "Cpus_allowed_list:\t0-3\n");
    const auto topology = read_topology(tree.root());
    CHECK(topology.online.to_string() == "0-3");
    CHECK(topology.present.to_string() == "0-3");
    CHECK(topology.cpus.size() == 4);
    REQUIRE(topology.nodes.size() == 1);
    CHECK_FALSE(topology.nodes.front().memory_total.has_value());
    CHECK(topology.nodes.front().has_memory());
}

TEST_CASE("lists that are garbage are as if they were missing")
{
    const auto garbage = GENERATE(as<std::string>{},
                                  "",
                                  "\n",
                                  "(null)\n",
                                  "3-1\n",
                                  "0-4294967295\n",
                                  "99999999999999999999\n",
                                  "0--2\n",
                                  "-1\n",
                                  std::string(100, '\0'),
                                  "\xff\xfe\n",
                                  std::string(std::size_t{2} << 20U, '9'));
    const Tree tree{"one-socket-smt"};
    for (const char* const name : {"present", "possible", "isolated", "nohz_full"}) {
        tree.write(sys_cpu + name, garbage);
    }
    for (const char* const name :
         {"physical_package_id", "thread_siblings_list", "core_cpus_list"}) {
        tree.write(sys_cpu + "cpu3/topology/" + name, garbage);
    }
    tree.write(sys_cpu + "cpu3/cache/index3/shared_cpu_list", garbage);
    tree.write(node_dir + "node0/cpulist", garbage);
    tree.write(node_dir + "node0/meminfo", garbage);
    tree.write("proc/self/cgroup", garbage);
    const auto topology = read_topology(tree.root());
    CHECK(topology.present.to_string() == "0-7");
    CHECK(topology.possible.to_string() == "0-7");
    CHECK(topology.isolated.empty());
    CHECK(topology.nohz_full.empty());
    CHECK_FALSE(topology.cpu(3)->package.has_value());
    CHECK(topology.cpu(3)->core.to_string() == "3");
    CHECK(topology.cpu(3)->l3.to_string() == "3");
    CHECK_FALSE(topology.cpu(3)->node.has_value());
    CHECK_FALSE(topology.nodes.at(0).memory_total.has_value());
    CHECK(topology.allowed.to_string() == "0-7");
}

TEST_CASE("siblings that leave the CPU itself out are not believed")
{
    const Tree tree{"one-socket-smt"};
    tree.write(sys_cpu + "cpu2/topology/thread_siblings_list", "0-1\n");
    CHECK(read_topology(tree.root()).cpu(2)->core.to_string() == "2");
}

TEST_CASE("sizes that overflow are unknown or no more than the whole")
{
    const Tree tree{"virtual-machine"};
    tree.write(
        node_dir + "node0/meminfo",
        "Node 0 MemTotal: 9007199254740991 kB\nNode 0 MemFree: 9007199254740991 kB\n"
        "Node 0 Active(file): 9007199254740991 kB\nNode 0 Inactive(file): 9007199254740991 kB\n");
    auto topology = read_topology(tree.root());
    CHECK(topology.nodes.at(0).memory_available == topology.nodes.at(0).memory_total);

    tree.write(node_dir + "node0/meminfo",
               "Node 0 MemTotal: 18446744073709551615 kB\nNode 0 MemFree: -1 kB\n");
    topology = read_topology(tree.root());
    CHECK_FALSE(topology.nodes.at(0).memory_total.has_value());
    CHECK_FALSE(topology.nodes.at(0).memory_free.has_value());
    CHECK_FALSE(topology.nodes.at(0).memory_available.has_value());
}

TEST_CASE("directories and endless links instead of files count as missing")
{
    const Tree tree{"virtual-machine"};
    tree.remove(sys_cpu + "isolated");
    std::filesystem::create_directories(tree.root() / sys_cpu / "isolated");
    tree.remove(sys_cpu + "present");
    std::filesystem::create_symlink("present", tree.root() / sys_cpu / "present");
    const auto topology = read_topology(tree.root());
    CHECK(topology.isolated.empty());
    CHECK(topology.present.to_string() == "0-1");
}

TEST_CASE("an identity of garbage is valid UTF-8 of bounded length")
{
    const Tree tree{"virtual-machine"};
    tree.write("proc/cpuinfo", "model name\t: \xff\xfe" + std::string(100000, 'x') + "\n");
    tree.write("proc/sys/kernel/hostname", "a\xffz\n");
    tree.write(sys_cpu + "vulnerabilities/bad\xff", "\xff\n");
    const auto host = read_host(tree.root());
    CHECK(host.cpu.size() < 5000);
    CHECK(host.cpu.starts_with("\xEF\xBF\xBD\xEF\xBF\xBDx"));
    CHECK(host.name == "a\xEF\xBF\xBDz");
    CHECK(host.facts.at("mitigation/bad\xEF\xBF\xBD") == "\xEF\xBF\xBD");
    CHECK(host.key.size() == 16);
}
