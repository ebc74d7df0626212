#include "catch.hpp"
#include "watch/watching.hpp"

#include <fmt/format.h>

namespace {

cb::watch::WatchRequest around(const std::filesystem::path& repository,
                               std::string_view commit,
                               std::vector<std::string> branch_globs = {})
{
    auto request = request_for(repository);
    request.selection = cb::watch::Surroundings{cb::watch::Neighborhood::parse(commit).value(),
                                                std::move(branch_globs)};
    return request;
}

} // namespace

TEST_CASE("the neighbors of a commit are selected on both sides")
{
    TempRepository temp;
    for (int i = 1; i <= 20; ++i) {
        temp.commit(fmt::format("{}", i));
    }
    Watching watching;
    watching.pass(around(temp.path(), "HEAD~9:2"));
    CHECK(watching.subjects() ==
          std::vector<std::string>{"13@main", "12@main", "11@main", "10@main", "9@main"});
    watching.pass(around(temp.path(), "HEAD~9"));
    CHECK(watching.emitted.size() == 11);
    watching.pass(around(temp.path(), "HEAD:1"));
    CHECK(watching.subjects() == std::vector<std::string>{"20@main", "19@main"});
    watching.pass(around(temp.path(), "HEAD~19:3")); // the root
    CHECK(watching.subjects() == std::vector<std::string>{"4@main", "3@main", "2@main", "1@main"});
    watching.pass(around(temp.path(), "HEAD:1000"));
    CHECK(watching.emitted.size() == 20);
}

TEST_CASE("a commit of another branch has the neighbors of that branch")
{
    TempRepository temp;
    temp.commit("one");
    temp.git({"switch", "-qc", "fix"});
    temp.commit("fix 1");
    temp.commit("fix 2");
    temp.git({"switch", "-q", "main"});
    temp.commit("two");
    temp.git({"merge", "-q", "--no-ff", "-m", "merge", "fix"});
    Watching watching;
    watching.pass(around(temp.path(), "fix~1:1")); // no first parent of main: nothing after it
    CHECK(watching.subjects() == std::vector<std::string>{"fix 1@-", "one@-"});
    watching.pass(around(temp.path(), "fix~1:1", {"main", "fix"}));
    CHECK(watching.subjects() == std::vector<std::string>{"fix 2@fix", "fix 1@fix", "one@fix"});
    watching.pass(around(temp.path(), "main~1:1"));
    CHECK(watching.subjects() == std::vector<std::string>{"merge@main", "two@main", "one@main"});
    CHECK_THROWS_WITH(watching.pass(around(temp.path(), "gone")), CB_CONTAINS("gone"));
}

TEST_CASE("a neighborhood is a commit with a number behind it")
{
    using cb::watch::Neighborhood;
    CHECK(Neighborhood::parse("main~3:12").value().revision == "main~3");
    CHECK(Neighborhood::parse("main~3:12").value().each_side == 12);
    CHECK(Neighborhood::parse(":/Fix: it").value().revision == ":/Fix: it");
    for (const auto* const text : {"", ":3", "main:0", "main:1001", "main:99999999999999999999"}) {
        INFO(text);
        CHECK(!Neighborhood::parse(text));
    }
}
