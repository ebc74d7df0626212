#include "base/utf8.hpp"
#include "catch.hpp"

#include <chrono>

using namespace cb;

namespace {

const std::string bad = "\xEF\xBF\xBD"; // U+FFFD

} // namespace

TEST_CASE("valid UTF-8 stays as it is")
{
    const auto text = GENERATE(as<std::string>{},
                               "",
                               "plain",
                               "\u00fc",
                               "\u20ac",
                               "\U0001F600",
                               "\uFFFD",
                               "\u0800",
                               "\uD7FF",
                               "\uE000",
                               "\U0010FFFF",
                               "\U00010000",
                               std::string("a\0b", 3),
                               "\x7f",
                               "\xEF\xBB\xBF");
    CHECK(is_utf8(text));
    CHECK(to_utf8(text) == text);
}

TEST_CASE("each byte that is not part of valid UTF-8 becomes U+FFFD")
{
    const auto [text, repaired] = GENERATE(table<std::string, std::string>({
        {"\x80", bad},
        {"a\xff"
         "b",
         "a" + bad + "b"},
        {"\xC3", bad},           // truncated
        {"\xE2\x82", bad + bad}, // truncated
        {"\xE2\x82"
         "a",
         bad + bad + "a"},
        {"\xC0\x80", bad + bad},                     // overlong
        {"\xC1\xBF", bad + bad},                     // overlong
        {"\xE0\x80\x80", bad + bad + bad},           // overlong
        {"\xE0\x9F\xBF", bad + bad + bad},           // overlong
        {"\xF0\x80\x80\x80", bad + bad + bad + bad}, // overlong
        {"\xF0\x8F\xBF\xBF", bad + bad + bad + bad}, // overlong
        {"\xED\xA0\x80", bad + bad + bad},           // surrogate
        {"\xED\xBF\xBF", bad + bad + bad},           // surrogate
        {"\xF4\x90\x80\x80", bad + bad + bad + bad}, // above U+10FFFF
        {"\xF5\x80\x80\x80", bad + bad + bad + bad},
        {"\xFE\n\xFF\n", bad + "\n" + bad + "\n"},
        {"\xC3\xC3\xBC", bad + "\xC3\xBC"},
    }));
    CHECK_FALSE(is_utf8(text));
    CHECK(to_utf8(text) == repaired);
}

TEST_CASE("what is repaired is valid, for every sequence of two bytes in front of a third")
{
    for (unsigned first = 0x80; first < 0x100; ++first) {
        for (unsigned second = 0; second < 0x100; ++second) {
            const std::string text{
                static_cast<char>(first), static_cast<char>(second), '\x80', 'z'};
            const auto repaired = to_utf8(text);
            if (!is_utf8(repaired) || (is_utf8(text) != (repaired == text)) ||
                repaired.back() != 'z') {
                FAIL("bytes " << first << ' ' << second);
            }
        }
    }
}

TEST_CASE("repairing 16 MiB of garbage takes no more than seconds")
{
    const std::string garbage(std::size_t{16} << 20U, '\x80');
    const auto start = std::chrono::steady_clock::now();
    CHECK(to_utf8(garbage).size() == 3 * garbage.size());
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{20});
}

TEST_CASE("the tail of a text is cut between characters and says what is missing")
{
    CHECK(tail("short", 5) == "short");
    CHECK(tail("", 0).empty());
    CHECK(tail("longer", 3) == "[the first 3 bytes are left out]\nger");
    CHECK(tail("a\u20ac"
               "b",
               3) == "[the first 4 bytes are left out]\nb");
    CHECK(tail("a\u20ac"
               "b",
               4) == "[the first 1 bytes are left out]\n\u20ac"
                     "b");
}

TEST_CASE("the tail of garbage is not empty")
{
    CHECK(tail(std::string(100, '\x80'), 50) ==
          "[the first 53 bytes are left out]\n" + std::string(47, '\x80'));
}

TEST_CASE("what steers a terminal or turns a text around becomes a blank")
{
    const auto steering = GENERATE(as<std::string>{},
                                   "\x01",
                                   "\x1b",
                                   "\t",
                                   "\n",
                                   "\x7f",
                                   "\u0080",
                                   "\u009B", // CSI as a single character
                                   "\u009F",
                                   "\u061C",
                                   "\u200E",
                                   "\u200F",
                                   "\u2028",
                                   "\u202A",
                                   "\u202E",
                                   "\u2066",
                                   "\u2069");
    CHECK(printable("a" + steering + "b", 100) == "a b");
}

TEST_CASE("what is next to the characters that steer stays")
{
    const auto plain = GENERATE(as<std::string>{},
                                " ",
                                "~",
                                "\u00A0",
                                "\u061B",
                                "\u061D",
                                "\u200D",
                                "\u2010",
                                "\u2027",
                                "\u202F",
                                "\u2065",
                                "\u206A",
                                "\U0001F600");
    CHECK(printable("a" + plain + "b", 100) == "a" + plain + "b");
    CHECK(printable("a\x9b" + plain, 100) == "a" + bad + plain);
}

TEST_CASE("characters are counted, not bytes")
{
    CHECK(count_characters("") == 0);
    CHECK(count_characters("a\u00fc\u2502b") == 4);
    CHECK(count_characters("\U0001F600") == 1);
}
