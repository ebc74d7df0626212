#include "catch.hpp"
#include "git/repository.hpp"
#include "git/temp_repository.hpp"

using cb::git::Repository;

namespace {

std::vector<std::string> names(const std::vector<cb::git::Branch>& branches)
{
    std::vector<std::string> result;
    result.reserve(branches.size());
    for (const auto& branch : branches) {
        result.push_back(branch.name);
    }
    return result;
}

} // namespace

TEST_CASE("HEAD names the default branch, also after it was renamed")
{
    TempRepository temp;
    const auto commit = temp.commit("first");
    temp.git({"branch", "-m", "release/1.0"});
    const auto head = Repository::open(temp.path()).head();
    CHECK(head.branch == "release/1.0");
    CHECK(head.commit == commit);
}

TEST_CASE("a detached HEAD is a commit without a branch")
{
    TempRepository temp;
    const auto first = temp.commit("first");
    temp.commit("second");
    temp.git({"checkout", "--quiet", first.hex()});
    const auto head = Repository::open(temp.path()).head();
    CHECK_FALSE(head.branch);
    CHECK(head.commit == first);
}

TEST_CASE("a repository without commits has a branch and no commit")
{
    TempRepository temp;
    const auto repository = Repository::open(temp.path());
    CHECK(repository.head().branch == "main");
    CHECK_FALSE(repository.head().commit);
    CHECK(repository.branches("*").empty());
    CHECK_THROWS_WITH(repository.resolve("HEAD"), temp.path().native() + " has no commit HEAD");
}

TEST_CASE("branches match a glob whose star matches slashes")
{
    TempRepository temp;
    temp.commit("first");
    for (const auto* const name : {"fix/a", "fix/b/c", "feature", "Zebra"}) {
        temp.git({"branch", name});
    }
    temp.git({"pack-refs", "--all"});
    temp.git({"branch", "loose"});
    temp.git({"symbolic-ref", "refs/heads/alias", "refs/heads/main"});
    temp.git({"symbolic-ref", "refs/heads/dangling", "refs/heads/gone"});
    temp.git({"tag", "fix/tag"});
    const auto repository = Repository::open(temp.path());
    using Names = std::vector<std::string>;
    CHECK(names(repository.branches("*")) ==
          Names{"Zebra", "alias", "feature", "fix/a", "fix/b/c", "loose", "main"});
    CHECK(names(repository.branches("fix/*")) == Names{"fix/a", "fix/b/c"});
    CHECK(names(repository.branches("f[ei]*")) == Names{"feature", "fix/a", "fix/b/c"});
    CHECK(names(repository.branches("main")) == Names{"main"});
    CHECK(names(repository.branches("nothing*")).empty());
    CHECK(names(repository.branches("[")).empty());
    CHECK(names(repository.branches("")).empty());
    for (const auto& branch : repository.branches("*")) {
        CHECK(branch.tip == temp.id_of(branch.name));
    }
}

TEST_CASE("revisions resolve as git resolves them")
{
    TempRepository temp;
    temp.write("file", "1");
    const auto first = temp.commit("first");
    temp.write("file", "2");
    const auto second = temp.commit("second");
    temp.git({"tag", "-a", "-m", "annotated", "v1.0", first.hex()});
    const auto repository = Repository::open(temp.path());
    CHECK(repository.resolve("HEAD") == second);
    CHECK(repository.resolve("main~1") == first);
    CHECK(repository.resolve("v1.0") == first);
    CHECK(repository.resolve(first.hex()) == first);
    CHECK(repository.resolve(first.hex().substr(0, 12)) == first);
}

TEST_CASE("what is no commit is refused by its name")
{
    TempRepository temp;
    temp.write("file", "1");
    temp.commit("first");
    const auto repository = Repository::open(temp.path());
    for (const std::string text : {"nothing",
                                   "",
                                   "main~7",
                                   "HEAD:file",
                                   "0123456789012345678901234567890123456789",
                                   "a b",
                                   "main..main"}) {
        INFO(text);
        try {
            static_cast<void>(repository.resolve(text));
            FAIL("it was resolved");
        } catch (const cb::Error& error) {
            CHECK(error.code() == cb::Errc::usage);
            CHECK(error.what() == temp.path().native() + " has no commit " + text);
        }
    }
}

TEST_CASE("a revision that is a branch's name is known as one")
{
    TempRepository temp;
    temp.commit("first");
    temp.git({"branch", "fix/a"});
    temp.git({"tag", "v1.0"});
    const auto repository = Repository::open(temp.path());
    CHECK(repository.branch_named("fix/a") == "fix/a");
    CHECK(repository.branch_named("refs/heads/fix/a") == "fix/a");
    CHECK(repository.branch_named("HEAD") == "main");
    CHECK_FALSE(repository.branch_named("v1.0"));
    CHECK_FALSE(repository.branch_named("main~0"));
    CHECK_FALSE(repository.branch_named("nothing"));
    temp.git({"checkout", "--quiet", "--detach"});
    CHECK_FALSE(repository.branch_named("HEAD"));
}
