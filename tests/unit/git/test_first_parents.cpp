#include "catch.hpp"
#include "git/first_parents.hpp"
#include "git/temp_repository.hpp"

using cb::git::FirstParents;
using cb::git::list_first_parents;
using cb::git::Repository;

namespace {

FirstParents
list_between(const TempRepository& temp, const std::string& from, const std::string& to)
{
    const auto repository = Repository::open(temp.path());
    return list_first_parents(repository, repository.resolve(from), repository.resolve(to));
}

} // namespace

TEST_CASE("first parents are listed from the oldest on, without merged commits")
{
    TempRepository temp;
    const auto first = temp.commit("first");
    temp.git({"branch", "side"});
    const auto second = temp.commit("second");
    temp.git({"checkout", "-q", "side"});
    const auto merged = temp.commit("side");
    temp.git({"checkout", "-q", "main"});
    temp.git({"merge", "-q", "--no-ff", "-m", "merge", "side"});
    const auto merge = temp.id_of("HEAD");

    const auto line = list_between(temp, first.hex(), "main");
    CHECK(line.base == first);
    CHECK(line.commits == std::vector{second, merge});

    // A merged commit is not on the line: the base is the parent of the first that lacks it.
    const auto from_side = list_between(temp, merged.hex(), "main");
    CHECK(from_side.base == first);
    CHECK(from_side.commits == std::vector{second, merge});
}

TEST_CASE("no commits between two revisions is an error")
{
    TempRepository temp;
    temp.commit("first");
    temp.commit("second");
    CHECK_THROWS_WITH(list_between(temp, "main", "main"), CB_CONTAINS("the second must be newer"));
    CHECK_THROWS_WITH(list_between(temp, "main", "main^"), CB_CONTAINS("the second must be newer"));
    temp.git({"checkout", "-q", "--orphan", "other"});
    temp.commit("other");
    CHECK_THROWS_WITH(list_between(temp, "main", "other"), CB_CONTAINS("does not descend"));
}
