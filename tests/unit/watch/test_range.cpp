#include "catch.hpp"
#include "watch/range.hpp"

using cb::watch::RevisionRange;

TEST_CASE("a range has two ends, and an empty one is HEAD")
{
    const auto [text, from, to] = GENERATE(table<std::string, std::string, std::string>({
        {"v1.0..main", "v1.0", "main"},
        {"v1.0..", "v1.0", "HEAD"},
        {"..main", "HEAD", "main"},
        {"main~3..origin/a.b", "main~3", "origin/a.b"},
        {"a..b..c", "a", "b..c"},
    }));
    const auto range = RevisionRange::parse(text);
    REQUIRE(range);
    CHECK(range->from() == from);
    CHECK(range->to() == to);
}

TEST_CASE("what is no range is refused with a way out")
{
    CHECK_THAT(RevisionRange::parse("a...b").error(), CB_CONTAINS("write A..B"));
    CHECK_THAT(RevisionRange::parse("a...").error(), CB_CONTAINS("write A..B"));
    CHECK_THAT(RevisionRange::parse("...").error(), CB_CONTAINS("write A..B"));
    for (const auto* const text : {"..", "main", "", "a.b", "."}) {
        CHECK_THAT(RevisionRange::parse(text).error(), CB_CONTAINS("for one commit write X^..X"));
    }
}
