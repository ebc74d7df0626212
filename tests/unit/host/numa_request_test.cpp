#include "catch.hpp"
#include "host/numa_request.hpp"
#include "tree.hpp"

using namespace cb;
using namespace cb::host;
using cb::test::Tree;

namespace {

Topology numa_machine(std::string_view name)
{
    return read_topology(Tree{name}.root());
}

std::string chosen(std::string_view request, std::string_view cpus, const Topology& topology)
{
    const auto set = cpus.empty() ? CpuSet{} : CpuSet::parse(cpus).value();
    const auto nodes = choose_nodes(NumaRequest::parse(request).value(), set, topology);
    return nodes ? nodes->to_string() : nodes.error();
}

std::string checked(std::string_view nodes, Bytes needed, const Topology& topology)
{
    const auto fits = check_memory(NodeSet::parse(nodes).value(), needed, topology);
    return fits ? "fits" : fits.error();
}

constexpr Bytes numa_kib(std::uint64_t count)
{
    return Bytes{count * 1024};
}

} // namespace

TEST_CASE("a request for memory is auto or nodes by name")
{
    CHECK_FALSE(NumaRequest::parse("auto")->nodes().has_value());
    CHECK(NumaRequest::parse("0-1")->nodes()->to_string() == "0-1");
    CHECK_FALSE(NumaRequest::parse("").has_value());
    CHECK_FALSE(NumaRequest::parse("auto:1").has_value());
    CHECK_THAT(NumaRequest::parse("near").error(),
               CB_CONTAINS("\"near\" is not a list of memory nodes"));
}

TEST_CASE("auto takes the memory nodes of the CPUs")
{
    CHECK(chosen("auto", "1", numa_machine("virtual-machine")) == "0");
    CHECK(chosen("auto", "5", numa_machine("two-sockets")) == "1");
    CHECK(chosen("auto", "3-4", numa_machine("two-sockets")) == "0-1");
    CHECK(chosen("auto", "", numa_machine("two-sockets")) == "0-1");
    CHECK(chosen("auto", "5", numa_machine("arm-big-little")) == "0");
}

TEST_CASE("a CPU whose node has no memory takes it from the nearest node")
{
    const auto topology = numa_machine("memoryless-node");
    CHECK(chosen("auto", "2", topology) == "2");
    CHECK(chosen("auto", "0,2", topology) == "0,2");
    CHECK(chosen("2", "2", topology) == "2");
    CHECK(chosen("0", "2", topology) ==
          "CPU 2 is on node 2, not on node 0; use --numa 2 or a CPU of node 0");
}

TEST_CASE("CPUs of other nodes than those asked for are refused")
{
    const auto topology = numa_machine("two-sockets");
    CHECK(chosen("1", "4-7", topology) == "1");
    CHECK(chosen("0-1", "4", topology) == "0-1");
    CHECK(chosen("0", "3-4", topology) ==
          "CPU 4 is on node 1, not on node 0; use --numa 1 or a CPU of node 0");
}

TEST_CASE("nodes that cannot be had are refused")
{
    CHECK(chosen("7", "1", numa_machine("two-sockets")) ==
          "memory node 7 does not exist or is offline; this machine has 0-1");
    CHECK(chosen("1", "2", numa_machine("memoryless-node")) ==
          "memory node 1 has CPUs but no memory");
    CHECK(chosen("3", "", numa_machine("four-nodes")) ==
          "memory node 3 is outside the cpuset that cb runs in, 0-2");
    CHECK(chosen("auto", "6", numa_machine("four-nodes")) ==
          "CPU 6: memory node 3 is outside the cpuset that cb runs in, 0-2");
}

TEST_CASE("auto says so when no node tells that it has the CPU")
{
    const Tree tree{"virtual-machine"};
    tree.remove("sys/devices/system/node/node0/cpulist");
    const auto topology = read_topology(tree.root());
    CHECK(chosen("auto", "1", topology) == "no memory node lists CPU 1");
    CHECK(chosen("0", "1", topology) == "0");
}

TEST_CASE("memory must be there, counting what only caches take")
{
    const auto topology = numa_machine("two-sockets");
    CHECK(checked("0", numa_kib(2000000), topology) == "fits");
    CHECK(checked("0", numa_kib(2000001), topology) ==
          "2000001K of memory were requested, but memory node 0 has only 2000000K available; "
          "request less, "
          "free some, or use another node");
    CHECK(checked("0-1", numa_kib(32000000), topology) == "fits");
    CHECK(checked("1", Bytes{}, topology) == "fits");
    CHECK(checked("0-1", Bytes{~std::uint64_t{0}}, topology) != "fits");
}

TEST_CASE("a node of unknown size is assumed to have enough memory")
{
    const Tree tree{"two-sockets"};
    tree.remove("sys/devices/system/node/node0/meminfo");
    CHECK(checked("0", Bytes{std::uint64_t{1} << 60U}, read_topology(tree.root())) == "fits");
}
