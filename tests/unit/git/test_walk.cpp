#include "catch.hpp"
#include "git/temp_repository.hpp"
#include "git/walk.hpp"

#include <fmt/format.h>

#include <map>
#include <random>

using cb::git::Repository;
using cb::git::Walk;

namespace {

using Revisions = std::vector<std::string>;

std::vector<cb::CommitId> ids_of(const Repository& repository, const Revisions& revisions)
{
    std::vector<cb::CommitId> ids;
    for (const auto& revision : revisions) {
        ids.push_back(repository.resolve(revision));
    }
    return ids;
}

std::string walked(const Repository& repository, const Revisions& include, const Revisions& exclude)
{
    Walk walk{repository, ids_of(repository, include), ids_of(repository, exclude)};
    std::string lines;
    while (const auto step = walk.next()) {
        lines += (lines.empty() ? "" : "\n") + step->commit.hex();
    }
    return lines;
}

std::string listed(const TempRepository& temp, const Revisions& include, const Revisions& exclude)
{
    // With a commit-graph, git applies limits differently to commits with decreasing dates.
    Revisions arguments{"-c", "core.commitGraph=false", "rev-list", "--date-order"};
    for (const auto& revision : exclude) { // the same as A..B
        arguments.push_back("^" + revision);
    }
    arguments.insert(arguments.end(), include.begin(), include.end());
    return temp.git(arguments);
}

/// A history of `commits` with merges of up to four parents, several roots, many commits in one
/// second and decreasing dates. Every tenth commit has a tag, t0, t1, …
void make_tangle(const TempRepository& temp, unsigned seed, int commits)
{
    std::mt19937 random{seed};
    const auto below = [&random](int max_value) {
        return static_cast<int>(random() % static_cast<unsigned>(max_value));
    };
    std::string stream;
    for (int i = 1; i <= commits; ++i) {
        const int time = 1'700'000'000 + i / 4 - (below(20) == 0 ? below(100) : 0);
        stream +=
            fmt::format("commit refs/tags/t{}\nmark :{}\ncommitter A <a@b> {} +0000\ndata 1\nx\n",
                        i / 10,
                        i,
                        time);
        if (i == 1 || below(40) == 0) {
            stream += "\n";
            continue;
        }
        stream += fmt::format("from :{}\n", std::max(1, i - 1 - below(6)));
        for (int extra = below(5) == 0 ? 1 + below(3) : 0; extra > 0; --extra) {
            stream += fmt::format("merge :{}\n", std::max(1, i - 1 - below(30)));
        }
        stream += "\n";
    }
    cb::replace_file(temp.beside("stream"), stream);
    temp.shell("git fast-import --quiet --force < ../stream");
}

} // namespace

TEST_CASE("a walk goes newest first, through merges, each commit once")
{
    TempRepository temp;
    temp.commit("one");
    temp.git({"checkout", "--quiet", "-b", "side"});
    temp.commit("two");
    temp.git({"checkout", "--quiet", "main"});
    temp.commit("three");
    temp.clock += 60;
    temp.git({"merge", "--quiet", "--no-ff", "-m", "merge", "side"});
    const auto repository = Repository::open(temp.path());
    CHECK(walked(repository, {"main"}, {}) == temp.git({"rev-list", "main"}));
    CHECK(walked(repository, {"main", "side"}, {}) == temp.git({"rev-list", "main"}));
    CHECK(walked(repository, {"main"}, {"side"}) == temp.git({"rev-list", "side..main"}));
    CHECK(walked(repository, {"side"}, {"main"}).empty());
    CHECK(walked(repository, {"main"}, {"main"}).empty());
    CHECK(walked(repository, {}, {}).empty());
}

TEST_CASE("a walk lists what git rev-list lists, in its order")
{
    const auto seed = GENERATE(range(1U, 6U));
    TempRepository temp;
    make_tangle(temp, seed, 400);
    if (seed % 2 == 0) {
        temp.git({"gc", "--quiet"});
    }
    const auto repository = Repository::open(temp.path());
    std::mt19937 random{seed};
    const auto tag = [&random] { return fmt::format("t{}", random() % 41); };
    INFO("seed " << seed);
    CHECK(walked(repository, {"t40"}, {}) == listed(temp, {"t40"}, {}));
    for (int i = 0; i < 12; ++i) {
        const Revisions include{tag(), tag(), tag()};
        const Revisions exclude{tag(), tag()};
        CHECK(walked(repository, include, {}) == listed(temp, include, {}));
        CHECK(walked(repository, {include[0]}, {exclude[0]}) ==
              listed(temp, {include[0]}, {exclude[0]}));
        CHECK(walked(repository, include, exclude) == listed(temp, include, exclude));
    }
}

TEST_CASE("a walk shows no parent before its children, whatever the dates say")
{
    struct Case {
        const char* name;
        std::int64_t first, step; ///< the time of the Nth commit
    };
    const auto dates = GENERATE(Case{"one second, as after a rebase", 1'700'000'000, 0},
                                Case{"backwards", 1'700'000'000, -60});
    INFO(dates.name);
    TempRepository temp;
    const auto commit = [&](int i) {
        temp.clock = dates.first + i * dates.step - 60;
        temp.commit(std::to_string(i));
    };
    for (int i = 0; i < 20; ++i) {
        commit(i);
    }
    temp.git({"branch", "line"});
    temp.git({"checkout", "--quiet", "-b", "side", "HEAD~5"});
    commit(30);
    commit(31);
    temp.git({"checkout", "--quiet", "main"});
    temp.clock = dates.first + 40 * dates.step;
    temp.git({"merge", "--quiet", "--no-ff", "-m", "merge", "side"});
    const auto repository = Repository::open(temp.path());
    CHECK(walked(repository, {"line"}, {}) == temp.git({"rev-list", "--topo-order", "line"}));
    CHECK(walked(repository, {"line"}, {"line~7"}) ==
          temp.git({"rev-list", "--topo-order", "line~7..line"}));
    CHECK(walked(repository, {"main"}, {}) == listed(temp, {"main"}, {}));
}

TEST_CASE("a step names the first start that reaches the commit")
{
    TempRepository temp;
    const auto shared = temp.commit("shared");
    temp.git({"checkout", "--quiet", "-b", "side"});
    const auto side = temp.commit("side");
    temp.git({"checkout", "--quiet", "main"});
    const auto main = temp.commit("main");
    const auto repository = Repository::open(temp.path());
    Walk walk{repository, ids_of(repository, {"side", "main"}), {}};
    std::map<cb::CommitId, std::size_t> starts;
    while (const auto step = walk.next()) {
        starts.emplace(step->commit, step->start);
    }
    CHECK(starts == std::map<cb::CommitId, std::size_t>{{shared, 0}, {side, 0}, {main, 1}});
}

TEST_CASE("a walk ends where a shallow clone is cut off")
{
    TempRepository temp;
    for (const auto* const subject : {"one", "two", "three", "four"}) {
        temp.commit(subject);
    }
    const auto clone = temp.beside("clone");
    temp.git({"clone", "--quiet", "--depth=2", "file://" + temp.path().native(), clone.native()});
    const auto repository = Repository::open(clone);
    CHECK(walked(repository, {"HEAD"}, {}) == temp.git({"rev-list", "-2", "HEAD"}));
    CHECK(repository.commit(temp.id_of("HEAD~1")).parents == std::vector{temp.id_of("HEAD~2")});
}

TEST_CASE("a missing commit is an error that names it")
{
    TempRepository temp;
    const auto first = temp.commit("one");
    temp.commit("two");
    std::filesystem::remove(temp.path() / ".git/objects" / first.hex().substr(0, 2) /
                            first.hex().substr(2));
    const auto repository = Repository::open(temp.path());
    CHECK_THROWS_WITH(walked(repository, {"main"}, {}),
                      CB_CONTAINS("reading commit " + first.hex()));
    const auto unknown = cb::CommitId::parse(std::string(40, 'a')).value();
    CHECK_THROWS_AS((Walk{repository, std::vector{unknown}, {}}), cb::Error);
}

TEST_CASE("commits that git would not write end no walk")
{
    TempRepository temp;
    const auto tree = temp.store_object("tree", "");
    const auto first = temp.store_object("commit", "tree " + tree + "\n\nno committer");
    const auto second = temp.store_object(
        "commit",
        fmt::format("tree {}\nparent {}\nparent zzz\ncommitter no time\n\nx", tree, first));
    const auto repository = Repository::open(temp.path());
    Walk walk{repository, std::vector{cb::CommitId::parse(second).value()}, {}};
    CHECK(walk.next()->commit.hex() == second);
    CHECK(walk.next()->commit.hex() == first);
    CHECK_FALSE(walk.next());
    CHECK_THROWS_WITH((Walk{repository, std::vector{cb::CommitId::parse(tree).value()}, {}}),
                      CB_CONTAINS("is not a commit"));
}
