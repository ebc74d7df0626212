#include "catch.hpp"
#include "host/cpu_request.hpp"
#include "tree.hpp"

using namespace cb;
using namespace cb::host;
using cb::test::Tree;

namespace {

Parsed<CpuChoice> choose(std::string_view request, const Topology& topology)
{
    return choose_cpus(CpuRequest::parse(request).value(), topology);
}

/// The chosen CPUs and the codes of the warnings: "1,5 smt_sibling_shared".
std::string chosen(std::string_view request, const Topology& topology)
{
    const auto choice = choose(request, topology);
    if (!choice) {
        return choice.error();
    }
    auto text = choice->cpus.to_string();
    for (const auto warning : choice->warnings) {
        text += " " + std::string{to_word(warning)};
    }
    return text;
}

Topology machine(std::string_view name)
{
    return read_topology(Tree{name}.root());
}

} // namespace

TEST_CASE("a request is CPUs by name or a number of any")
{
    CHECK(std::get<CpuSet>(CpuRequest::parse("3")->wish()).to_string() == "3");
    CHECK(std::get<CpuSet>(CpuRequest::parse("2-5")->wish()).to_string() == "2-5");
    CHECK(std::get<CpuSet>(CpuRequest::parse("0,2")->wish()).to_string() == "0,2");
    CHECK(std::get<CpuRequest::Auto>(CpuRequest::parse("auto")->wish()).count == 1);
    CHECK(std::get<CpuRequest::Auto>(CpuRequest::parse("auto:4")->wish()).count == 4);
}

TEST_CASE("what is no request says what one is")
{
    const auto text = GENERATE(as<std::string>{},
                               "",
                               "-1",
                               "3-1",
                               "x",
                               "auto:",
                               "auto:0",
                               "auto:-1",
                               "auto:1.5",
                               "auto:99999999999999999999",
                               "AUTO",
                               "auto:2,3",
                               " 1",
                               "1 ",
                               "0,",
                               "1-");
    INFO(text);
    const auto request = CpuRequest::parse(text);
    REQUIRE_FALSE(request.has_value());
    CHECK_THAT(request.error(), CB_CONTAINS("\"" + text));
}

TEST_CASE("named CPUs are taken as they are, with what is wrong with them")
{
    CHECK(chosen("1", machine("virtual-machine")) == "1");
    CHECK(chosen("0", machine("virtual-machine")) == "0 cpu_zero");
    CHECK(chosen("1,5", machine("one-socket-smt")) == "1,5 smt_sibling_shared");
    CHECK(chosen("1", machine("one-socket-smt")) == "1 smt_sibling_shared");
    CHECK(chosen("3-4", machine("two-sockets")) == "3-4 several_numa_nodes");
    CHECK(chosen("4-5", machine("hybrid")) == "4-5");
    CHECK(chosen("3-4", machine("hybrid")) == "3-4 smt_sibling_shared mixed_core_kinds");
    CHECK(chosen("2", machine("isolated-cpus")) == "2"); // its sibling is isolated, too
    CHECK(chosen("2-3", machine("isolated-cpus")) == "2-3 several_isolated_cpus");
    CHECK(chosen("2,6", machine("isolated-cpus")) ==
          "2,6 smt_sibling_shared several_isolated_cpus");
}

TEST_CASE("named CPUs that cannot be had are refused, with those that can")
{
    CHECK(chosen("99", machine("virtual-machine")) ==
          "CPU 99 does not exist; this machine has 0-1");
    CHECK(chosen("1-2", machine("virtual-machine")) ==
          "CPU 2 does not exist; this machine has 0-1");
    CHECK(chosen("1", machine("offline-cpus")) == "CPU 1 is offline; online are 0,2");
    CHECK(chosen("5", machine("offline-cpus")) == "CPU 5 does not exist; this machine has 0-3");
    CHECK(chosen("6", machine("four-nodes")) ==
          "CPU 6 is not among the CPUs that a benchmark may use here, 0-5,8-13");
}

TEST_CASE("auto leaves CPU 0 alone while there is another")
{
    CHECK(chosen("auto", machine("virtual-machine")) == "1");
    CHECK(chosen("auto:2", machine("virtual-machine")) == "0-1 cpu_zero");
    CHECK(chosen("auto", machine("offline-cpus")) == "2");
    CHECK(chosen("auto", machine("one-socket-smt")) == "1 smt_sibling_shared");
}

TEST_CASE("auto takes one thread a core first, and CPU 0's core last")
{
    const auto smt = machine("one-socket-smt");
    CHECK(chosen("auto:3", smt) == "1-3 smt_sibling_shared");
    CHECK(chosen("auto:4", smt) == "1-4 smt_sibling_shared"); // 4 is on CPU 0's core
    CHECK(chosen("auto:5", smt) == "1-5 smt_sibling_shared");
    CHECK(chosen("auto:7", smt) == "1-7 smt_sibling_shared");
    CHECK(chosen("auto:8", smt) == "0-7 smt_sibling_shared cpu_zero");
}

TEST_CASE("auto takes isolated CPUs before all others")
{
    const auto isolated = machine("isolated-cpus");
    CHECK(chosen("auto", isolated) == "2");
    CHECK(chosen("auto:2", isolated) == "2-3 several_isolated_cpus");
    CHECK(chosen("auto:3", isolated) == "2-3,6 smt_sibling_shared several_isolated_cpus");
    CHECK(chosen("auto:5", isolated) == "1-3,6-7 smt_sibling_shared several_isolated_cpus");
}

TEST_CASE("auto stays on one node and one level 3 cache where the cores suffice")
{
    const auto sockets = machine("two-sockets");
    CHECK(chosen("auto", sockets) == "1");
    CHECK(chosen("auto:3", sockets) == "1-3");
    CHECK(chosen("auto:4", sockets) == "4-7"); // without CPU 0 only here
    CHECK(chosen("auto:5", sockets) == "1-5 several_numa_nodes");

    auto nodes = machine("four-nodes");
    CHECK(chosen("auto:2", nodes) == "2-3 smt_sibling_shared"); // 1 and 8 share node 0 with CPU 0
    CHECK(chosen("auto:3", nodes) == "1-3 smt_sibling_shared several_numa_nodes");
}

TEST_CASE("auto takes performance cores before efficiency cores, and cores before threads")
{
    const auto hybrid = machine("hybrid");
    CHECK(chosen("auto", hybrid) == "2 smt_sibling_shared");
    CHECK(chosen("auto:2", hybrid) == "1-2 smt_sibling_shared");
    CHECK(chosen("auto:3", hybrid) == "1-2,4 smt_sibling_shared mixed_core_kinds");
    CHECK(chosen("auto", machine("arm-big-little")) == "4");
    CHECK(chosen("auto:3", machine("arm-big-little")) == "1,4-5 mixed_core_kinds");
}

TEST_CASE("auto takes nothing outside the cpuset, and says when there is too little")
{
    auto topology = machine("one-socket-smt");
    topology.allowed = CpuSet::parse("0,6").value();
    CHECK(chosen("auto", topology) == "6 smt_sibling_shared");
    CHECK(chosen("auto:3", topology) == "auto:3 requests more CPUs than cb may use (0,6)");
    topology.allowed = CpuSet{};
    CHECK(chosen("auto", topology) == "auto:1 requests more CPUs than cb may use (none)");
    CHECK(chosen("auto:8192", machine("virtual-machine")) ==
          "auto:8192 requests more CPUs than cb may use (0-1)");
}

TEST_CASE("the same machine and request always give the same choice of that size")
{
    const auto name = GENERATE(as<std::string>{},
                               "virtual-machine",
                               "one-socket-smt",
                               "two-sockets",
                               "four-nodes",
                               "hybrid",
                               "arm-big-little",
                               "offline-cpus",
                               "isolated-cpus");
    const auto topology = machine(name);
    for (std::size_t count = 1; count <= topology.allowed.size(); ++count) {
        const auto request = "auto:" + std::to_string(count);
        const auto choice = choose(request, topology);
        REQUIRE(choice.has_value());
        CHECK(choice->cpus.size() == count);
        CHECK(choice->cpus == choose(request, topology)->cpus);
        CHECK(choice->cpus.contains(0) == (count == topology.allowed.size()));
        for (const unsigned id : choice->cpus.ids()) {
            CHECK(topology.allowed.contains(id));
        }
    }
}
