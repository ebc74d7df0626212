#include "catch.hpp"
#include "git/repository.hpp"
#include "watch/watching.hpp"

#include <algorithm>

using cb::watch::Extent;
using Subjects = std::vector<std::string>;

namespace {

/// main: one, two, five; fix/a: one, three; fix/b: one, three, four.
struct Branched {
    TempRepository temp{};
    Watching watching{};

    Branched()
    {
        temp.commit("one");
        temp.git({"branch", "fix/a"});
        temp.commit("two");
        temp.git({"checkout", "--quiet", "fix/a"});
        temp.commit("three");
        temp.git({"checkout", "--quiet", "-b", "fix/b"});
        temp.commit("four");
        temp.git({"checkout", "--quiet", "main"});
        temp.commit("five");
    }

    Subjects selected(cb::watch::BranchSelection selection)
    {
        watching.pass(request_for(temp.path(), std::move(selection)));
        return watching.subjects();
    }
};

} // namespace

TEST_CASE("by default the head of the default branch is selected")
{
    Branched bed;
    CHECK(bed.selected({}) == Subjects{"five@main"});
    bed.temp.git({"branch", "-m", "trunk"});
    CHECK(bed.selected({}) == Subjects{"five@trunk"});
    bed.temp.git({"checkout", "--quiet", "--detach", "fix/a"});
    CHECK(bed.selected({}) == Subjects{"three@-"});
}

TEST_CASE("globs select the heads of branches, newest first")
{
    Branched bed;
    CHECK(bed.selected({{"*"}}) == Subjects{"five@main", "four@fix/b", "three@fix/a"});
    CHECK(bed.selected({{"fix/*"}}) == Subjects{"four@fix/b", "three@fix/a"});
    CHECK(bed.selected({{"fix/a", "main", "*a*"}}) == Subjects{"five@main", "three@fix/a"});
}

TEST_CASE("branches at one commit give one job, on the first of them by name")
{
    Branched bed;
    bed.temp.git({"branch", "another", "main"});
    bed.temp.git({"branch", "zebra", "main"});
    CHECK(bed.selected({{"*"}}) == Subjects{"five@another", "four@fix/b", "three@fix/a"});
    CHECK(bed.selected({{"m*", "z*"}}) == Subjects{"five@main"});
}

TEST_CASE("a history is that of the selected branches, each commit once, newest first")
{
    Branched bed;
    CHECK(bed.selected({{}, Extent::history}) == Subjects{"five@main", "two@main", "one@main"});
    CHECK(bed.selected({{"*"}, Extent::history}) ==
          Subjects{"five@main", "four@fix/b", "three@fix/a", "two@main", "one@fix/a"});
    CHECK(bed.selected({{"fix/b", "main"}, Extent::history}) ==
          Subjects{"five@main", "four@fix/b", "three@fix/b", "two@main", "one@fix/b"});
}

TEST_CASE("a range is what its end has and its start has not")
{
    Branched bed;
    const auto in_range = [&bed](std::string_view range) {
        bed.watching.pass(request_for(bed.temp.path(), range));
        return bed.watching.subjects();
    };
    CHECK(in_range("main~1..main") == Subjects{"five@main"});
    CHECK(in_range("main..fix/b") == Subjects{"four@fix/b", "three@fix/b"});
    CHECK(in_range("main..fix/b~0") == Subjects{"four@-", "three@-"});
    CHECK(in_range("fix/a..") == Subjects{"five@main", "two@main"});
    CHECK(in_range("..fix/a") == Subjects{"three@fix/a"});
    CHECK(in_range("main..main~1").empty());
    CHECK(in_range("main..main").empty());
    CHECK(bed.watching.log.warnings.empty());
    CHECK_THROWS_WITH(in_range("nothing..main"),
                      bed.temp.path().native() + " has no commit nothing");
    CHECK_THROWS_WITH(in_range("main..nothing"),
                      bed.temp.path().native() + " has no commit nothing");
}

TEST_CASE("an empty repository gives no job and a warning")
{
    TempRepository temp;
    Watching watching;
    CHECK(watching.pass(request_for(temp.path())).due == 0);
    CHECK(watching.log.warnings == Subjects{temp.path().native() + " has no commits yet"});
}

TEST_CASE("a HEAD that names no branch there is gives a warning that says so")
{
    Branched bed;
    bed.temp.git({"symbolic-ref", "HEAD", "refs/heads/master"});
    CHECK(bed.selected({}).empty());
    REQUIRE(bed.watching.log.warnings.size() == 1);
    CHECK_THAT(bed.watching.log.warnings[0],
               CB_CONTAINS("names the branch \"master\", which has no commits"));
}

TEST_CASE("one glob of several that matches nothing gives a warning")
{
    Branched bed;
    CHECK(bed.selected({{"mian", "fix/a"}}) == Subjects{"three@fix/a"});
    CHECK(bed.watching.log.warnings == Subjects{"no branch of " + bed.temp.path().native() +
                                                " matches \"mian\"; is \"main\" meant?"});
}

TEST_CASE("globs that match nothing at all are a usage error that names the near miss")
{
    struct Case {
        std::string glob, near;
    };
    const auto one = GENERATE(Case{"mian", "; is \"main\" meant?"},
                              Case{"MAIN", "; is \"main\" meant?"},
                              Case{"Fix/*", "; is \"fix/a\" meant?"},
                              Case{"refs/heads/main", "; is \"main\" meant?"},
                              Case{"origin/feature",
                                   "; origin/feature is a branch of a remote, and cb reads local "
                                   "branches: run 'git branch feature origin/feature', or watch a "
                                   "mirror (git clone --mirror)"},
                              Case{"feature", "; origin/feature is a branch of a remote"},
                              Case{"something-else", ""});
    Branched bed;
    bed.temp.git({"update-ref", "refs/remotes/origin/feature", "main"});
    const auto expected =
        "no branch of " + bed.temp.path().native() + " matches \"" + one.glob + "\"" + one.near;
    try {
        bed.selected({{one.glob}});
        FAIL("it went on");
    } catch (const cb::Error& error) {
        CHECK(error.code() == cb::Errc::usage);
        const std::string said = error.what();
        CHECK(said.substr(0, expected.size()) == expected);
        CHECK((!one.near.empty() || said == expected));
    }
    CHECK(bed.watching.log.warnings.empty());
}

TEST_CASE("a glob that matches in another repository is a warning")
{
    Branched bed;
    TempRepository other;
    other.commit("other");
    auto request = request_for(bed.temp.path(), cb::watch::BranchSelection{{"fix/a"}});
    request.repositories.push_back(other.path());
    CHECK(bed.watching.pass(request).due == 1);
    REQUIRE(bed.watching.log.warnings.size() == 1);
    CHECK_THAT(bed.watching.log.warnings[0], CB_CONTAINS("no branch of " + other.path().native()));

    request = request_for(bed.temp.path(), cb::watch::BranchSelection{{"nothing-like-it"}});
    request.repositories.push_back(other.path());
    CHECK_THROWS_WITH(bed.watching.pass(request),
                      CB_CONTAINS("no branch of " + other.path().native()));
}

TEST_CASE("an empty repository gives a warning whatever the globs are")
{
    TempRepository temp;
    Watching watching;
    CHECK(watching.pass(request_for(temp.path(), cb::watch::BranchSelection{{"fix/*"}})).due == 0);
    CHECK(watching.log.warnings == Subjects{temp.path().native() + " has no commits yet"});
}

TEST_CASE("a shallow clone has the history that it has")
{
    Branched bed;
    const auto clone = bed.temp.beside("clone");
    bed.temp.git(
        {"clone", "--quiet", "--depth=2", "file://" + bed.temp.path().native(), clone.native()});
    bed.watching.pass(request_for(clone, {{}, Extent::history}));
    CHECK(bed.watching.subjects() == Subjects{"five@main", "two@main"});
}

TEST_CASE("tags select their commits, also annotated ones")
{
    Branched bed;
    bed.temp.git({"tag", "v1", "main~1"});
    bed.temp.git({"tag", "-a", "-m", "two", "v2", "main"});
    bed.temp.git({"tag", "tree", "main^{tree}"});
    cb::watch::BranchSelection selection{.tag_globs = {"*"}};
    CHECK(bed.selected(selection) == Subjects{"five@-", "two@-"});
    CHECK(bed.watching.emitted.front().source().tag == "v2");
    selection.globs = {"main"};
    CHECK(bed.selected(selection) == Subjects{"five@main", "two@-"});
    selection.extent = Extent::history;
    bed.selected(selection);
    const auto& jobs = bed.watching.emitted;
    CHECK(std::count_if(jobs.begin(), jobs.end(), [](const auto& job) {
              return job.source().tag.has_value();
          }) == 2);
    CHECK_THROWS_WITH(bed.selected({.tag_globs = {"w*"}}),
                      Catch::Matchers::Contains("no tag of ") &&
                          Catch::Matchers::Contains("matches \"w*\""));
}

TEST_CASE("commits are named one by one")
{
    Branched bed;
    auto request = request_for(bed.temp.path());
    request.selection = cb::watch::RevisionList{{"main~1", "fix/b", "HEAD", "main", "main~1"}};
    bed.watching.pass(request);
    CHECK(bed.watching.subjects() == Subjects{"five@main", "four@fix/b", "two@-"});
    request.selection = cb::watch::RevisionList{{"main", "absent"}};
    CHECK_THROWS_WITH(bed.watching.pass(request), Catch::Matchers::Contains("no commit absent"));
    request.selection = cb::watch::RevisionList{};
    CHECK(bed.watching.pass(request).due == 0);
}

TEST_CASE("commits before a date are not selected")
{
    TempRepository temp;
    temp.commit("one");
    const auto at = cb::git::Repository::open(temp.path())
                        .commit(cb::git::Repository::open(temp.path()).resolve("HEAD"))
                        .committed_at.value();
    for (const auto extent : {Extent::head, Extent::history}) {
        auto request = request_for(temp.path(), {{}, extent});
        Watching watching;
        request.since = at;
        CHECK(watching.pass(request).due == 1);
        request.since = at + std::chrono::seconds{1};
        CHECK(watching.pass(request).due == 0);
    }
}

TEST_CASE("branches without a commit are left out with a warning")
{
    TempRepository temp;
    temp.commit("one");
    temp.git({"branch", "whole"});
    temp.git({"pack-refs", "--all"});
    temp.shell("cd .git; echo 0123456789012345678901234567890123456789 > refs/heads/absent; "
               "echo garbage > refs/heads/garbage; : > refs/heads/empty; : > refs/heads/a.lock; "
               "echo 'ref: refs/heads/loop' > refs/heads/loop; "
               "echo '9876543210987654321098765432109876543210 refs/heads/packed' >> packed-refs");
    Watching watching;
    CHECK(watching.pass(request_for(temp.path(), {.globs = {"*"}})).due == 1);
    REQUIRE(watching.log.warnings.size() == 1);
    CHECK_THAT(watching.log.warnings.front(),
               CB_CONTAINS("has 5 branches without a commit, which are left out: absent, empty, "
                           "garbage, loop, packed;"));
    watching.log.warnings.clear();
    CHECK(watching.pass(request_for(temp.path(), {.globs = {"whole"}})).due == 1);
    CHECK(watching.log.warnings.empty());
    CHECK_THROWS_WITH(watching.pass(request_for(temp.path(), {.globs = {"loop"}})),
                      CB_CONTAINS("no branch of"));
    CHECK(watching.log.warnings.size() == 1);
}

TEST_CASE("a path that no manifest can name is refused")
{
    TempRepository temp;
    temp.commit("one");
    const auto clone = temp.beside("caf\xE9");
    temp.git({"clone", "--quiet", temp.path().native(), clone.native()});
    Watching watching;
    CHECK_THROWS_WITH(watching.pass(request_for(clone)), CB_CONTAINS("is not UTF-8"));
}
