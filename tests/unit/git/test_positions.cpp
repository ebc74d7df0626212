#include "catch.hpp"
#include "git/positions.hpp"
#include "git/temp_repository.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <sstream>

using cb::git::Positions;
using cb::git::Repository;

namespace {

/// A commit for `git fast-import`; `parents` are marks.
struct Made {
    int mark;
    std::int64_t time;
    std::vector<int> parents;
};

/// Creates the commits, each with the tag tMARK.
void make(const TempRepository& temp, const std::vector<Made>& commits)
{
    std::string stream;
    for (const auto& commit : commits) {
        stream += fmt::format(
            "commit refs/tags/t{0}\nmark :{0}\ncommitter A <a@b> {1} +0000\ndata 1\nx\n",
            commit.mark,
            commit.time);
        const char* word = "from";
        for (const int parent : commit.parents) {
            stream += fmt::format("{} :{}\n", word, parent);
            word = "merge";
        }
        stream += "\n";
    }
    cb::replace_file(temp.beside("stream"), stream);
    temp.shell("git fast-import --quiet --force < ../stream");
}

/// A merge of a long and a short side, a criss-cross merge on top, equal dates, and decreasing
/// dates.
const std::vector<Made> tangle{{1, 5000, {}},
                               {2, 5000, {1}},
                               {3, 5000, {2}},
                               {4, 4000, {1}},
                               {5, 3000, {4, 3}},
                               {6, 3000, {3, 4}},
                               {7, 2000, {5, 6}},
                               {8, 1000, {6, 5}},
                               {9, 1000, {}}};
constexpr std::array<std::uint64_t, 10> levels{0, 1, 2, 3, 2, 4, 4, 5, 5, 1};

void check_levels(const Repository& repository)
{
    for (const bool from_tips : {true, false}) {
        Positions positions{repository};
        for (std::size_t i = 1; i < levels.size(); ++i) {
            const auto mark = from_tips ? levels.size() - i : i;
            INFO("t" << mark);
            CHECK(positions.of(repository.resolve(fmt::format("t{}", mark))) == levels.at(mark));
        }
    }
}

} // namespace

TEST_CASE("a position is the topological level, whatever the dates say")
{
    TempRepository temp;
    make(temp, tangle);
    check_levels(Repository::open(temp.path()));
}

TEST_CASE("the commit-graph gives the same positions, also where it is older than the tip")
{
    const auto* const version = GENERATE("1", "2");
    TempRepository temp;
    make(temp, {tangle.begin(), tangle.begin() + 5});
    temp.git({"-c",
              fmt::format("commitGraph.generationVersion={}", version),
              "commit-graph",
              "write",
              "--reachable"});
    make(temp, tangle);
    REQUIRE(std::filesystem::exists(temp.path() / ".git/objects/info/commit-graph"));
    check_levels(Repository::open(temp.path()));
}

TEST_CASE("a commit-graph is read for levels, and one without levels is not believed")
{
    TempRepository temp;
    make(temp, tangle);
    temp.git({"commit-graph", "write", "--reachable"});
    const auto file = temp.path() / ".git/objects/info/commit-graph";
    auto graph = cb::read_file(file, cb::Bytes{1U << 20U});
    const std::size_t row = 8; // of the table of contents, after the header
    std::size_t commits = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        if (graph.substr(row + i * 12, 4) == "CDAT") {
            for (std::size_t byte = 0; byte < 8; ++byte) {
                commits =
                    commits << 8U | static_cast<unsigned char>(graph[row + i * 12 + 4 + byte]);
            }
        }
    }
    REQUIRE(commits != 0);
    const auto set_levels = [&](char level) { // the upper 30 bits of 64
        for (std::size_t i = 0; i + 1 < levels.size(); ++i) {
            auto* const at = graph.data() + commits + i * 36 + 28;
            at[0] = at[1] = at[2] = 0;
            at[3] = static_cast<char>((at[3] & 3) | level << 2);
        }
        std::filesystem::remove(file); // git creates it read-only
        cb::replace_file(file, graph);
    };
    set_levels(9);
    const auto repository = Repository::open(temp.path());
    CHECK(Positions{repository}.of(repository.resolve("t1")) == 9U);
    set_levels(0);
    check_levels(repository);
}

TEST_CASE("a shallow clone has no positions")
{
    TempRepository temp;
    make(temp, tangle);
    temp.git({"branch", "main", "t7"});
    const auto clone = temp.beside("clone");
    temp.git({"clone", "--quiet", "--depth=2", "file://" + temp.path().native(), clone.native()});
    const auto repository = Repository::open(clone);
    CHECK_FALSE(Positions{repository}.of(repository.resolve("HEAD")));
}

TEST_CASE("a commit above missing history has no position, the others have theirs")
{
    TempRepository temp;
    const auto root = temp.commit("root");
    const auto gone = temp.commit("gone");
    const auto above = temp.commit("above");
    const auto top = temp.commit("top");
    std::filesystem::remove(temp.path() / ".git/objects" / gone.hex().substr(0, 2) /
                            gone.hex().substr(2));
    const auto repository = Repository::open(temp.path());
    Positions positions{repository};
    CHECK_FALSE(positions.of(top));
    CHECK_FALSE(positions.of(above));
    CHECK_FALSE(positions.of(gone));
    CHECK_FALSE(positions.of(top));
    CHECK(positions.of(root) == 1U);
}

TEST_CASE("a history is deeper than the stack of a thread")
{
    TempRepository temp;
    temp.shell("seq 1 100000 | awk '{print \"commit refs/heads/main\\nmark :\"$1\""
               "\\ncommitter A <a@b> 1700000000 +0000\\ndata 1\\nx\\n\"}' |"
               " git fast-import --quiet --force");
    const auto repository = Repository::open(temp.path());
    CHECK(Positions{repository}.of(repository.resolve("main")) == 100'000U);
}
