#include "base/error.hpp"
#include "catch.hpp"
#include "engine/affinity.hpp"
#include "engine/placement.hpp"
#include "host/tree.hpp"

using namespace cb;
using namespace cb::engine;
using cb::test::Tree;

namespace {

PlacementWish wish(const char* cpus, const char* nodes)
{
    PlacementWish made;
    if (cpus != nullptr) {
        made.cpus = host::CpuRequest::parse(cpus).value();
    }
    if (nodes != nullptr) {
        made.nodes = host::NumaRequest::parse(nodes).value();
    }
    return made;
}

} // namespace

TEST_CASE("memory nodes follow the CPUs")
{
    const auto topology = host::read_topology(Tree{"two-sockets"}.root());
    const auto second = topology.nodes.back();
    const auto cpu = std::to_string(second.cpus.ids().front());
    const auto placement = choose_place(wish(cpu.c_str(), nullptr), topology);
    CHECK(placement.cpus->to_string() == cpu);
    CHECK(placement.mems->to_string() == std::to_string(second.id));
}

TEST_CASE("who asks for nothing is not pinned")
{
    const auto placement =
        choose_place(wish(nullptr, nullptr), host::read_topology(Tree{"two-sockets"}.root()));
    CHECK_FALSE(placement.cpus);
    CHECK_FALSE(placement.mems);
}

TEST_CASE("what cannot be had names the option")
{
    const auto topology = host::read_topology(Tree{"virtual-machine"}.root());
    CHECK_THROWS_WITH(choose_place(wish("999", nullptr), topology), Catch::StartsWith("--cpu: "));
    CHECK_THROWS_WITH(choose_place(wish("0", "9"), topology), Catch::StartsWith("--numa: "));
    auto huge = wish("0", nullptr);
    huge.memory = Bytes{1ULL << 60U};
    CHECK_THROWS_WITH(choose_place(huge, topology), CB_CONTAINS("were requested"));
}

TEST_CASE("on another machine the CPUs must be named")
{
    CHECK(place_elsewhere(wish("3", "1")).cpus->to_string() == "3");
    CHECK(place_elsewhere(wish("3", "1")).mems->to_string() == "1");
    CHECK_FALSE(place_elsewhere(wish("3", nullptr)).mems);
    CHECK_THROWS_WITH(place_elsewhere(wish("auto:2", nullptr)), CB_CONTAINS("name the CPUs"));
}

TEST_CASE("we keep off the cores while something is measured there")
{
    const auto before = get_affinity();
    const auto first = CpuSet::of({before.ids().front()});
    if (before.size() > 1) {
        const OffCores off{{first}};
        CHECK_FALSE(get_affinity().contains(first.ids().front()));
    }
    CHECK(get_affinity() == before);
    {
        const OffCores off{{before}};
        CHECK(get_affinity() == before); // no other change remains
    }
    CHECK(get_affinity() == before);
}
