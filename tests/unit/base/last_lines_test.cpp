#include "base/last_lines.hpp"
#include "catch.hpp"

using namespace cb;

using Lines = std::vector<std::string>;

TEST_CASE("the last lines come in their order")
{
    CHECK(last_lines("1\n2\n3\n4\n", 2, 80) == Lines{"3", "4"});
    CHECK(last_lines("1\n2", 10, 80) == Lines{"1", "2"});
    CHECK(last_lines("one", 1, 80) == Lines{"one"});
    CHECK(last_lines("", 10, 80).empty());
    CHECK(last_lines("\n\n \t\n", 10, 80).empty());
    CHECK(last_lines("1\n\n\n2\n\n", 10, 80) == Lines{"1", "2"});
}

TEST_CASE("a carriage return ends a line")
{
    CHECK(last_lines("10 %\r20 %\r30 %\r\nwhy\r\n", 2, 80) == Lines{"30 %", "why"});
}

TEST_CASE("a line is cut behind so many characters and not within one")
{
    CHECK(last_lines("abcdef\n", 1, 6) == Lines{"abcdef"});
    CHECK(last_lines("abcdefg\n", 1, 6) == Lines{"abcdef\u2026"});
    CHECK(last_lines("\u20ac\u20ac\u20ac", 1, 2) == Lines{"\u20ac\u20ac\u2026"});
}

TEST_CASE("a line steers no terminal")
{
    CHECK(last_lines("\x1b[2Jred\x07", 1, 80) == Lines{" [2Jred"});
    CHECK(last_lines("a\xff", 1, 80) == Lines{"a\uFFFD"});
}

TEST_CASE("the lines of a long text are found without reading all of it")
{
    const std::string blank(std::size_t{1} << 26U, '\n');
    CHECK(last_lines(blank + "end", 10, 80) == Lines{"end"});
    CHECK(last_lines(std::string(std::size_t{1} << 26U, 'x'), 10, 3) == Lines{"xxx\u2026"});
}
