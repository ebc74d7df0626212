#include "base/columns.hpp"
#include "base/spark.hpp"
#include "base/text_style.hpp"
#include "base/text_table.hpp"
#include "base/utf8.hpp"
#include "catch.hpp"

#include <limits>
#include <vector>

using namespace cb;

TEST_CASE("a line is cut at the width of the terminal")
{
    CHECK(fitted("abcdef", 6, Charset::unicode) == "abcdef");
    CHECK(fitted("abcdef", 5, Charset::unicode) == "abcd…");
    CHECK(fitted("abcdef", 5, Charset::ascii) == "abcd~");
    CHECK(fitted("äöüß", 3, Charset::unicode) == "äö…");
    CHECK(fitted("ab    ", 2, Charset::unicode) == "ab");
    CHECK(fitted("abc", 1, Charset::unicode) == "…");
    CHECK(fitted("abc", 0, Charset::unicode).empty());
    CHECK(fitted("", 5, Charset::unicode).empty());
    CHECK(fitted("解析解析", 8, Charset::unicode) == "解析解析");
    CHECK(fitted("解析解析", 7, Charset::unicode) == "解析解…");
    CHECK(fitted("解析解析", 6, Charset::unicode) == "解析…");
    CHECK(fitted("e\u0301e\u0301", 2, Charset::unicode) == "e\u0301e\u0301");
}

TEST_CASE("text is broken between words")
{
    CHECK(wrapped("one two three", 0, 7) == "one two\nthree");
    CHECK(wrapped("one two", 2, 5) == "one\n  two");
    CHECK(wrapped("unbreakable", 0, 4) == "unbreakable");
    CHECK(wrapped("ää öö", 0, 5) == "ää öö"); // characters, not bytes
}

TEST_CASE("text becomes ASCII")
{
    CHECK(to_ascii("a … b → c ±1") == "a ... b -> c +-1");
    CHECK(to_ascii("größer") == "gr??er");
    CHECK(in_charset("…", Charset::unicode) == "…");
    CHECK(in_charset("…", Charset::ascii) == "...");
}

TEST_CASE("only a hue is colored")
{
    CHECK(colored("a", Hue::bad, Color::on) == "\x1b[31ma\x1b[0m");
    CHECK(colored("a", Hue::bad, Color::off) == "a");
    CHECK(colored("a", Hue::plain, Color::on) == "a");
}

TEST_CASE("a bar is as high as its place")
{
    CHECK(spark(0, Charset::unicode) == "▁");
    CHECK(spark(1, Charset::unicode) == "█");
    CHECK(spark(0.5, Charset::ascii) == "5");
    CHECK(spark(-1, Charset::ascii) == "1");
    CHECK(spark(2, Charset::ascii) == "8");
}

TEST_CASE("a histogram shows how often values occur")
{
    const std::vector<double> values{1, 1, 1, 1, 2, 4};
    CHECK(draw_histogram(values, 4, Charset::ascii) == "8313");
    CHECK(draw_histogram(std::vector<double>{}, 4, Charset::ascii).empty());
    CHECK(draw_histogram(std::vector<double>{3, 3}, 4, Charset::ascii).empty());
    constexpr auto max = std::numeric_limits<double>::max();
    CHECK(draw_histogram(std::vector<double>{-max, max}, 2, Charset::ascii) == "88");
}

TEST_CASE("columns are aligned, and the first one shrinks")
{
    const std::vector<TableRow> rows{{{"name", "n", "none"}, Hue::plain},
                                     {{"a name that is long", "12", ""}, Hue::bad}};
    CHECK(to_table(rows, {}) == "name                 n\na name that is long  12\n");
    const auto narrow = to_table(rows, {.width = 18, .color = Color::on});
    CHECK(narrow == "name            n\n\x1b[31ma name that i…  12\x1b[0m\n");
    // Narrower than the first column can become: the lines are cut.
    CHECK(to_table(rows, {.width = 10, .charset = Charset::ascii}) == "name     ~\na name th~\n");
    CHECK(to_table({}, {}).empty());
}

TEST_CASE("wide characters take two columns, and accents of their own none")
{
    CHECK(count_columns("parse") == 5);
    CHECK(count_columns("解析") == 4);
    CHECK(count_columns("e\u0301") == 1);
    CHECK(count_columns("🚀") == 2);
    CHECK(count_columns("█▁") == 2);
    CHECK(count_columns("\xff\xfe") == 2);
    CHECK(to_table({{{"name", "n"}}, {{"解析", "1"}}, {{"merge", "2"}}}, {}) ==
          "name   n\n解析   1\nmerge  2\n");
}

TEST_CASE("a narrow table loses its last columns before its names")
{
    const std::vector<TableRow> rows{
        {{"name", "old", "new", "why", "n"}},
        {{"zlib compress time", "1 ms", "2 ms", "p=0.029 or so", "4"}}};
    CHECK(to_table(rows, {.width = 30}) == "name                old   new…\n"
                                           "zlib compress time  1 ms  2 ms\n");
    CHECK(to_table(rows, {.width = 18}) == "name          old…\nzlib compre…  1 ms\n");
    CHECK(to_table(rows, {.width = 40, .charset = Charset::ascii}, 4) ==
          "name           old   new   why ~\n"
          "zlib compres~  1 ms  2 ms  p=0.029 or so\n");
}
