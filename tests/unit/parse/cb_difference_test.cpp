#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

// Differences from current-bench: each case is a row of the table in docs/formats.md that no other
// test covers.

TEST_CASE("an object directly after a stray brace is found")
{
    CHECK(cb_results("{" + with_value("1")).results.size() == 1);
}

TEST_CASE("an object after a string without an end is found")
{
    CHECK(cb_results("{\"text\n" + with_value("1")).results.size() == 1);
    CHECK(cb_results("{\"text " + with_value("1")).results.size() == 1);
    CHECK(cb_results("{\"text\": \"more\n\n" + with_value("1")).results.size() == 1);
}

TEST_CASE("a list that is closed by a brace costs nothing of what follows")
{
    const auto found =
        cb_results("{\"a\": [1 }, \"results\": []}\nx {\"a\":[1]} y\n" + with_value("1"));
    CHECK(found.results.size() == 1);
}

TEST_CASE("an object directly after one over several lines starts on its own line")
{
    const auto found = cb_results("{\"a\":\n1}" + with_value("1"));
    REQUIRE(found.results.size() == 1);
    CHECK(found.results[0].lines == decltype(cb::Result::lines){{2, 2}});
}

TEST_CASE("JSON in a Python dictionary's string is found")
{
    CHECK(cb_results("{'status': 'ok', 'output': '" + with_value("1") + "'}").results.size() == 1);
}

TEST_CASE("a number that a newline cuts in two is no number")
{
    const auto found = cb_results("{\"results\":[{\"name\":\"t\",\"metrics\":{\"m\":3.1\n4}}]}");
    CHECK(found.results.empty());
    CHECK(found.rejected.size() == 1);
}
