#include "catch.hpp"
#include "watch/repositories.hpp"
#include "watch/watching.hpp"

using Subjects = std::vector<std::string>;

TEST_CASE("a directory of repositories means its children, sorted by name")
{
    TempRepository temp;
    const auto shelf = temp.beside("shelf");
    for (const auto* const name : {"zebra", "ant", "not-a-repository"}) {
        std::filesystem::create_directories(shelf / name);
    }
    temp.git({"init", "--quiet", (shelf / "zebra").native()});
    temp.git({"init", "--quiet", "--bare", (shelf / "ant").native()});
    temp.shell(
        "echo x > ../shelf/file; ln -s nowhere ../shelf/dangling; ln -s zebra ../shelf/link");
    using Paths = std::vector<std::filesystem::path>;
    CHECK(cb::watch::repositories_at(shelf) ==
          Paths{shelf / "ant", shelf / "link", shelf / "zebra"});
    CHECK(cb::watch::repositories_at(shelf / "zebra") == Paths{shelf / "zebra"});
    CHECK(cb::watch::repositories_at(shelf / "not-a-repository") ==
          Paths{shelf / "not-a-repository"});
    CHECK(cb::watch::repositories_at(temp.beside("missing")) == Paths{temp.beside("missing")});
}

TEST_CASE("several repositories are watched one after the other")
{
    TempRepository first;
    first.commit("first");
    first.git({"config", "remote.origin.url", "git@host:team/first.git"});
    TempRepository second;
    second.commit("second");
    auto request = request_for(first.path());
    request.repositories.push_back(second.path());
    Watching watching;
    CHECK(watching.pass(request).due == 2);
    CHECK(watching.subjects() == Subjects{"first@main", "second@main"});
    CHECK(watching.emitted[0].source().repo == "team/first");
    CHECK(watching.emitted[1].source().repo == "project");
}

TEST_CASE("two clones of one project give each job once")
{
    TempRepository temp;
    temp.commit("first");
    temp.git({"clone", "--quiet", temp.path().native(), temp.beside("more/project").native()});
    auto request = request_for(temp.path());
    request.repositories.push_back(temp.beside("more/project"));
    Watching watching;
    CHECK(watching.pass(request).due == 1);
    CHECK(watching.emitted[0].source().url == temp.path().native());
}

TEST_CASE("two projects of one name are not mixed")
{
    TempRepository temp;
    temp.commit("first");
    const auto other = temp.beside("more/project");
    const auto third = temp.beside("third");
    temp.shell(
        "git init -q -b main ../more/project; "
        "git -C ../more/project commit -q --allow-empty -m other; git init -q -b main ../third; "
        "git -C ../third commit -q --allow-empty -m third");
    auto request = request_for(temp.path());
    request.repositories.push_back(other);
    request.repositories.push_back(third);
    Watching watching;
    CHECK_THROWS_WITH(watching.pass(request), "1 of 3 repositories could not be watched");
    CHECK(watching.subjects() == Subjects{"first@main", "third@main"});
    REQUIRE(watching.log.errors.size() == 1);
    CHECK_THAT(watching.log.errors.front(), CB_CONTAINS("are both called \"project\""));
}

TEST_CASE("clones of one project may have other commits")
{
    TempRepository temp;
    temp.commit("first");
    const auto clone = temp.beside("more/project");
    temp.git({"clone", "--quiet", temp.path().native(), clone.native()});
    temp.commit("second");
    temp.shell("git -C ../more/project remote remove origin; "
               "git -C ../more/project commit -q --allow-empty -m other");
    auto request = request_for(temp.path());
    request.repositories.push_back(clone);
    Watching watching;
    CHECK(watching.pass(request).due == 2);
}

TEST_CASE("one name cannot stand for several repositories")
{
    TempRepository temp;
    temp.commit("first");
    auto request = request_for(temp.path());
    request.name = "mine";
    Watching watching;
    CHECK(watching.pass(request).due == 1);
    CHECK(watching.emitted[0].source().repo == "mine");
    request.repositories.push_back(temp.path());
    CHECK_THROWS_WITH(watching.pass(request), CB_CONTAINS("one name cannot be used for the 2"));
}

TEST_CASE("a repository that cannot be watched does not keep the others from it")
{
    TempRepository temp;
    temp.commit("first");
    auto request = request_for(temp.beside("missing"));
    request.repositories.push_back(temp.path());
    Watching watching;
    CHECK_THROWS_WITH(watching.pass(request), "1 of 2 repositories could not be watched");
    CHECK(watching.subjects() == Subjects{"first@main"});
    CHECK(watching.log.errors ==
          Subjects{"no git repository at " + temp.beside("missing").native()});
}

TEST_CASE("where no repository is, watching fails")
{
    TempRepository temp;
    Watching watching;
    CHECK_THROWS_WITH(watching.pass(request_for(temp.beside("missing"))),
                      "no git repository at " + temp.beside("missing").native());
}
