#include "catch.hpp"
#include "host/topology.hpp"
#include "tree.hpp"

using namespace cb;
using namespace cb::host;
using cb::test::Tree;

namespace {

std::string text(const CpuSet& set)
{
    return set.to_string();
}
std::string core(const Topology& topology, unsigned id)
{
    return text(topology.cpu(id)->core);
}
std::string l3(const Topology& topology, unsigned id)
{
    return text(topology.cpu(id)->l3);
}
constexpr Bytes kib(std::uint64_t count)
{
    return Bytes{count * 1024};
}

} // namespace

TEST_CASE("a virtual machine of two CPUs is read value by value")
{
    const Tree tree{"virtual-machine"};
    const auto topology = read_topology(tree.root());
    CHECK(text(topology.present) == "0-1");
    CHECK(text(topology.possible) == "0-1");
    CHECK(text(topology.online) == "0-1");
    CHECK(text(topology.allowed) == "0-1");
    CHECK(topology.offline.empty());
    CHECK(topology.isolated.empty());
    CHECK(topology.nohz_full.empty());
    CHECK(topology.allowed_nodes.to_string() == "0");
    REQUIRE(topology.cpus.size() == 2);
    for (const unsigned id : {0U, 1U}) {
        const Cpu& cpu = topology.cpus.at(id);
        CHECK(cpu.id == id);
        CHECK(cpu.package == 0U);
        CHECK(cpu.node == 0U);
        CHECK(cpu.memory_node == 0U);
        CHECK(text(cpu.core) == std::to_string(id));
        CHECK(cpu.l3.empty());
        CHECK(cpu.kind == CoreKind::unknown); // both have the same capacity
    }
    REQUIRE(topology.nodes.size() == 1);
    const Node& node = topology.nodes.front();
    CHECK(node.id == 0);
    CHECK(text(node.cpus) == "0-1");
    CHECK(node.memory_total == kib(4030464));
    CHECK(node.memory_free == kib(2000000));
    CHECK(node.memory_available == kib(2000000 + 300000 + 200000 + 50000));
    CHECK(node.has_memory());
    CHECK(topology.cpu(2) == nullptr);
    CHECK(topology.node(1) == nullptr);
}

TEST_CASE("SMT siblings are one core and a socket is one level 3 cache")
{
    const Tree tree{"one-socket-smt"};
    const auto topology = read_topology(tree.root());
    CHECK(core(topology, 0) == "0,4");
    CHECK(core(topology, 4) == "0,4");
    CHECK(core(topology, 3) == "3,7");
    CHECK(l3(topology, 0) == "0-7");
    CHECK(topology.cpus.at(7).package == 0U);
    CHECK(topology.cpus.at(7).kind == CoreKind::unknown);
}

TEST_CASE("two sockets are two packages, two nodes and two level 3 caches")
{
    const Tree tree{"two-sockets"};
    const auto topology = read_topology(tree.root());
    CHECK(topology.cpu(3)->package == 0U);
    CHECK(topology.cpu(4)->package == 1U);
    CHECK(topology.cpu(3)->node == 0U);
    CHECK(topology.cpu(4)->node == 1U);
    CHECK(l3(topology, 3) == "0-3");
    CHECK(l3(topology, 4) == "4-7");
    CHECK(topology.node(1)->memory_free == kib(30000000));
    CHECK(topology.node(0)->memory_available == kib(2000000));
    CHECK(topology.online_nodes().to_string() == "0-1");
}

TEST_CASE("one socket can be four nodes, of which some are ours")
{
    const Tree tree{"four-nodes"};
    const auto topology = read_topology(tree.root());
    REQUIRE(topology.nodes.size() == 4);
    CHECK(text(topology.node(2)->cpus) == "4-5,12-13");
    CHECK(core(topology, 13) == "5,13");
    CHECK(l3(topology, 13) == "4-5,12-13");
    CHECK(topology.cpu(13)->node == 2U);
    CHECK(topology.cpu(13)->package == 0U);
    CHECK(text(topology.allowed) == "0-5,8-13");
    CHECK(topology.allowed_nodes.to_string() == "0-2");
}

TEST_CASE("a hybrid processor's CPUs are performance or efficiency cores")
{
    const Tree tree{"hybrid"};
    const auto topology = read_topology(tree.root());
    CHECK(topology.cpu(0)->kind == CoreKind::performance);
    CHECK(topology.cpu(3)->kind == CoreKind::performance);
    CHECK(topology.cpu(4)->kind == CoreKind::efficiency);
    CHECK(core(topology, 1) == "0-1");
    CHECK(core(topology, 4) == "4");
}

TEST_CASE("an ARM board's cores are told apart by their capacity, and no NUMA is one node")
{
    const Tree tree{"arm-big-little"};
    const auto topology = read_topology(tree.root());
    CHECK(topology.cpu(3)->kind == CoreKind::efficiency);
    CHECK(topology.cpu(4)->kind == CoreKind::performance);
    CHECK(core(topology, 4) == "4");
    CHECK_FALSE(topology.cpu(4)->package.has_value());
    REQUIRE(topology.nodes.size() == 1);
    CHECK(text(topology.nodes.front().cpus) == "0-5");
    CHECK(topology.nodes.front().memory_total == kib(3900000));
    CHECK(topology.nodes.front().memory_available == kib(1500000));
    CHECK(topology.cpu(5)->memory_node == 0U);
}

TEST_CASE("CPUs that are switched off are offline, sockets without a CPU are only possible")
{
    const Tree tree{"offline-cpus"};
    const auto topology = read_topology(tree.root());
    CHECK(text(topology.online) == "0,2");
    CHECK(text(topology.offline) == "1,3");
    CHECK(text(topology.present) == "0-3");
    CHECK(text(topology.possible) == "0-7");
    CHECK(topology.cpus.size() == 2);
    CHECK(topology.cpu(1) == nullptr);
    CHECK(topology.cpu(2)->id == 2);
}

TEST_CASE("a node without memory takes that of the nearest node that has some")
{
    const Tree tree{"memoryless-node"};
    const auto topology = read_topology(tree.root());
    CHECK(topology.cpu(2)->node == 1U);
    CHECK(topology.cpu(2)->memory_node == 2U);
    CHECK(topology.cpu(1)->memory_node == 0U);
    CHECK_FALSE(topology.node(1)->has_memory());
    CHECK(topology.node(2)->has_memory());
    CHECK(topology.node(2)->cpus.empty());

    tree.write("sys/devices/system/node/node1/distance", "20 10 20\n");
    CHECK(read_topology(tree.root()).cpu(2)->memory_node == 0U); // the first of several equal ones
    tree.remove("sys/devices/system/node/node1/distance");
    CHECK(read_topology(tree.root()).cpu(2)->memory_node == 0U);
}

TEST_CASE("isolated CPUs are read, and those without a tick")
{
    const Tree tree{"isolated-cpus"};
    const auto topology = read_topology(tree.root());
    CHECK(text(topology.isolated) == "2-3,6-7");
    CHECK(text(topology.nohz_full) == "2-3,6-7");
    CHECK(topology.cpus.size() == 8);
}

TEST_CASE("the machine that the test runs on can be read")
{
    const auto topology = read_topology();
    REQUIRE_FALSE(topology.cpus.empty());
    CHECK(topology.cpus.size() == topology.online.size());
    CHECK_FALSE(topology.allowed.empty());
    CHECK_FALSE(topology.nodes.empty());
    for (const auto& cpu : topology.cpus) {
        CHECK(cpu.core.contains(cpu.id));
        CHECK(topology.present.contains(cpu.id));
    }
}
