#include "catch.hpp"
#include "store/selection.hpp"

namespace cb::store {

namespace {

CommitInfo commit(std::string hash, std::vector<std::string> parents)
{
    CommitInfo info;
    info.hash = std::move(hash);
    info.parents = std::move(parents);
    return info;
}

/// abcd0 - abcd1 - fe002 on main; the parent of abcd0 is not stored.
CommitNames names()
{
    return {.commits = {commit("abcd0", {"0ld"}),
                        commit("abcd1", {"abcd0"}),
                        commit("fe002", {"abcd1", "abcd0"})},
            .refs = {{RefInfo::Kind::branch, "main", "abcd1"},
                     {RefInfo::Kind::branch, "v1", "abcd1"},
                     {RefInfo::Kind::tag, "fe00", "abcd0"},
                     {RefInfo::Kind::tag, "v1", "abcd0"}},
            .head = "fe002"};
}

} // namespace

TEST_CASE("a range has an end or two")
{
    CHECK(parse_range("a..b") == Range{"a", "b"});
    CHECK(parse_range("v1.0..") == Range{"v1.0", std::nullopt});
    CHECK(parse_range("..b") == Range{std::nullopt, "b"});
    for (const auto* const wrong : {"", "a", "..", "a...b", "a..b..c"}) {
        CAPTURE(wrong);
        CHECK(!parse_range(wrong));
    }
}

TEST_CASE("a name selects a stored commit")
{
    const auto all = names();
    CHECK(find_commit(all, "fe002") == "fe002");
    CHECK(find_commit(all, "HEAD") == "fe002");
    CHECK(find_commit(all, "main") == "abcd1");
    CHECK(find_commit(all, "v1") == "abcd1");   // the branch, not the tag
    CHECK(find_commit(all, "fe00") == "abcd0"); // the tag, not the digits
    CHECK(find_commit(all, "HEAD~2") == "abcd0");
    CHECK(find_commit(all, "HEAD^") == "abcd1");
    CHECK(find_commit(all, "HEAD^^") == "abcd0");
    CHECK(find_commit(all, "main^~0") == "abcd0");
}

TEST_CASE("a name that selects no stored commit says why")
{
    const auto all = names();
    CHECK(find_commit(all, "abcd").error() ==
          "\"abcd\" is the start of 2 stored commits: abcd0, abcd1");
    CHECK(find_commit(all, "abc").error() == "\"abc\" is not a stored commit, branch or tag");
    CHECK(find_commit(all, "HEAD~3").error() == "\"HEAD~3\": the parent of abcd0 is not stored");
    CHECK(find_commit(all, "HEAD~x").error() == "\"HEAD~x\": only ~N and ^ may follow a name");
    CHECK(find_commit(all, "HEAD^2").error() == "\"HEAD^2\": only ~N and ^ may follow a name");
    CHECK(!find_commit(all, ""));
    CHECK(!find_commit({}, "HEAD"));
}

} // namespace cb::store
