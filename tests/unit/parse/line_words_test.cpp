#include "base/utf8.hpp"
#include "catch.hpp"
#include "parse/collector.hpp"
#include "parse/line_words.hpp"

using namespace cb::parse;

TEST_CASE("a name is valid UTF-8 without NUL bytes, and not too long")
{
    CHECK(to_name("a b") == "a b");
    CHECK(to_name({"\0\xFF", 2}) == "\uFFFD\uFFFD");
    const auto too_long = to_name(std::string(5000, 'x'));
    CHECK(too_long.size() > Collector::most_name_bytes);
    CHECK(too_long.size() < 4200);
    CHECK(cb::is_utf8(to_name(std::string(4099, 'x') + "\u00b5s")));
    CHECK(to_name(std::string(5000, '\x80')).size() < 12400);
}

TEST_CASE("words are taken one after the other")
{
    std::string_view rest = " \t a  bc\t";
    CHECK(take_word(rest) == "a");
    CHECK(rest == "  bc\t");
    CHECK(take_word(rest) == "bc");
    CHECK(take_word(rest).empty());
    CHECK(rest.empty());
}

TEST_CASE("numbers are finite and whole words")
{
    CHECK(parse_finite("12") == 12);
    CHECK(parse_finite("+1.5e-3") == 0.0015);
    CHECK(parse_finite("-0.25") == -0.25);
    CHECK(parse_finite("") == tl::unexpected{std::string{"\"\" is not a number"}});
    CHECK(parse_finite("+-1").has_value() == false);
    CHECK(parse_finite("1x") == tl::unexpected{std::string{"\"1x\" is not a number"}});
    CHECK(parse_finite("-inf") == tl::unexpected{std::string{"-inf is not finite"}});
    for (const char* const text :
         {"", "+", "-", ".", "x", "1x", "1,5", "nan", "inf", "1e999", "+-1"}) {
        INFO(text);
        std::string_view rest = text;
        CHECK_FALSE(take_finite(rest));
        CHECK(rest == text);
    }
}

TEST_CASE("a number that is taken is the nearest double, however it is written")
{
    for (const char* const text : {"0",
                                   "1",
                                   "-1",
                                   "+7",
                                   "0.1",
                                   "6.620",
                                   "154682.78",
                                   "123456789012345",
                                   "0.000000000000001",
                                   "1234567.12345678",
                                   "9007199254740993",
                                   "0.30000000000000004",
                                   "1e-7",
                                   "2.5E+3",
                                   "123456789.123456789",
                                   "000000000000000000001",
                                   "5.",
                                   ".5"}) {
        INFO(text);
        std::string_view rest = text;
        const auto value = take_finite(rest);
        REQUIRE(value);
        CHECK(*value == std::strtod(text, nullptr));
        CHECK(rest.empty());
    }
    std::string_view two = "  12.5\t8";
    CHECK(*take_finite(two) == 12.5);
    CHECK(two == "\t8");
}

TEST_CASE("where a word starts does not depend on how much stands behind it")
{
    for (const std::string_view control : {"\x01", "\x1f", "\x08"}) {
        for (const std::size_t blanks : {0U, 1U, 5U, 9U}) {
            for (const std::size_t more : {0U, 3U, 20U}) {
                const auto text = std::string(blanks, ' ') + std::string{control} + "a" +
                                  std::string(more, 'x') + " b";
                INFO(blanks << " " << more);
                std::string_view rest = text;
                CHECK(take_word(rest) == std::string{control} + "a" + std::string(more, 'x'));
                CHECK(take_word(rest) == "b");
            }
        }
    }
}
