#include "base/utf8.hpp"
#include "catch.hpp"
#include "parse/collector.hpp"
#include "parse/line_words.hpp"

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

using namespace cb::parse;

namespace {

using Words = std::vector<std::string>;

Words words_in(const LineWords& words)
{
    Words all;
    for (std::size_t i = 0; i < words.size(); ++i) {
        all.emplace_back(words[i]);
    }
    return all;
}

Words words_of(std::string_view line)
{
    return words_in(LineWords{line});
}

Words words_one_by_one(const std::string& line)
{
    constexpr std::string_view blanks = " \t\n\v\f\r";
    Words words;
    for (auto at = line.find_first_not_of(blanks); at != std::string::npos;) {
        const auto end = std::min(line.find_first_of(blanks, at), line.size());
        words.push_back(line.substr(at, end - at));
        at = line.find_first_not_of(blanks, end);
    }
    return words;
}

} // namespace

TEST_CASE("a name is valid UTF-8 without NUL bytes, and not too long")
{
    CHECK(to_name("a b") == "a b");
    CHECK(to_name({"\0\xFF", 2}) == "\uFFFD\uFFFD");
    const auto too_long = to_name(std::string(5000, 'x'));
    CHECK(too_long.size() > Collector::max_name_bytes);
    CHECK(too_long.size() < 4200);
    CHECK(cb::is_utf8(to_name(std::string(4099, 'x') + "\u00b5s")));
    CHECK(to_name(std::string(5000, '\x80')).size() < 12400);
}

TEST_CASE("words are separated by blanks")
{
    CHECK(words_of("").empty());
    CHECK(words_of(" \t\v\f\r ").empty());
    CHECK(words_of("a") == Words{"a"});
    CHECK(words_of(" \t a  bc\t") == Words{"a", "bc"});
    CHECK(words_of("\x01 a\x1f\x08 \x7f\x80\xff") == Words{"\x01", "a\x1f\x08", "\x7f\x80\xff"});
    CHECK(words_of({"a\0b c", 5}) == Words{std::string("a\0b", 3), "c"});

    LineWords words{"a bc"};
    CHECK(words[2].empty());
    CHECK_FALSE(words.finite(2));
    words.split("d");
    CHECK(words.size() == 1);
    CHECK(words[0] == "d");
    CHECK(words[1].empty());
}

TEST_CASE("words are found wherever they stand, over random lines")
{
    std::mt19937 random{1};
    LineWords words;
    for (int i = 0; i < 20000; ++i) {
        std::string line;
        const auto blanks = 1 + random() % 8; // among eight bytes
        for (auto size = random() % 200; size > 0; --size) {
            const bool is_blank = random() % 8 < blanks;
            line += is_blank ? " \t\n\v\f\r"[random() % 6] : static_cast<char>(random());
        }
        words.split(line);
        REQUIRE(words_in(words) == words_one_by_one(line));
    }
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
        CHECK_FALSE(LineWords{text}.finite(0));
        CHECK_FALSE(LineWords{std::string(70, 'x') + " " + text}.finite(1));
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
        for (const std::size_t before : {0U, 1U, 7U, 8U, 60U, 64U, 200U}) {
            INFO("behind " << before);
            const auto line = std::string(before, ' ') + text;
            const auto value = LineWords{line}.finite(0);
            REQUIRE(value);
            CHECK(*value == std::strtod(text, nullptr));
        }
    }
}
