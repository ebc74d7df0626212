#include "catch.hpp"
#include "git/commit_graph.hpp"
#include "git/temp_repository.hpp"

#include <algorithm>
#include <charconv>

using cb::git::CommitGraph;
using cb::git::RawId;

namespace {

RawId raw_id(const cb::CommitId& commit)
{
    RawId id{};
    for (std::size_t i = 0; i < id.size(); ++i) {
        const char* const digits = commit.hex().data() + 2 * i;
        std::from_chars(digits, digits + 2, id[i], 16);
    }
    return id;
}

/// A root, three commits on it, a merge of the three, and git's commit-graph of them.
struct Graphed {
    TempRepository temp{};
    cb::CommitId root = temp.commit("root");
    std::vector<RawId> sides{};
    cb::CommitId merge = root;
    std::string graph{};

    Graphed()
    {
        for (const auto* const side : {"a", "b", "c"}) {
            temp.git({"checkout", "--quiet", "-b", side, root.hex()});
            temp.write(side, side);
            sides.push_back(raw_id(temp.commit(side)));
        }
        temp.git({"checkout", "--quiet", "a"});
        temp.clock += 60;
        temp.git({"merge", "--quiet", "-m", "octopus", "b", "c"});
        merge = temp.id_of("HEAD");
        temp.git({"commit-graph", "write", "--reachable"});
        graph = cb::read_file(temp.path() / ".git/objects/info/commit-graph", cb::Bytes{1U << 20U});
    }
};

} // namespace

TEST_CASE("a commit-graph gives the parents and the time of a commit")
{
    const Graphed bed;
    const auto graph = CommitGraph::parse(bed.graph);
    REQUIRE(graph);
    const auto merge = graph->find(raw_id(bed.merge));
    REQUIRE(merge);
    CHECK(merge->parents == bed.sides);
    CHECK(merge->time == bed.temp.clock);
    CHECK(graph->find(bed.sides[0])->parents == std::vector{raw_id(bed.root)});
    CHECK(graph->find(raw_id(bed.root))->parents.empty());
    CHECK_FALSE(graph->find(RawId{}));
    RawId last{};
    last.fill(0xFF);
    CHECK_FALSE(graph->find(last));
}

TEST_CASE("a file that is no commit-graph is not taken for one")
{
    const Graphed bed;
    CHECK_FALSE(CommitGraph::read(bed.temp.beside("missing")));
    CHECK_FALSE(CommitGraph::parse(""));
    CHECK_FALSE(CommitGraph::parse("CGPH"));
    CHECK_FALSE(CommitGraph::parse(std::string(5000, 'x')));
    for (const std::size_t byte : {0U, 4U, 5U, 7U}) { // the name, two versions, a chain
        auto other = bed.graph;
        ++other[byte];
        CHECK_FALSE(CommitGraph::parse(other));
    }
}

TEST_CASE("a commit-graph that was cut short is refused")
{
    const Graphed bed;
    constexpr std::size_t checksum = 20; // at its end; nothing points to it
    for (std::size_t length = 0; length < bed.graph.size() - checksum; ++length) {
        INFO(length);
        CHECK_FALSE(CommitGraph::parse(bed.graph.substr(0, length)));
    }
}

TEST_CASE("a commit-graph with a wrong byte anywhere is read within its bounds")
{
    const Graphed bed;
    std::size_t refused = 0;
    for (std::size_t at = 0; at < bed.graph.size(); ++at) {
        for (const int change : {0x01, 0x80, 0xFF}) {
            auto bytes = bed.graph;
            bytes[at] = static_cast<char>(bytes[at] ^ change);
            const auto graph = CommitGraph::parse(bytes);
            const auto entry = graph ? graph->find(raw_id(bed.merge)) : std::nullopt;
            refused += entry ? 0U : 1U;
        }
    }
    CHECK(refused > 100); // and the address sanitizer reported no other read
}
