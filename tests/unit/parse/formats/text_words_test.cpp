#include "catch.hpp"
#include "parse/formats/text_words.hpp"

using namespace cb::parse;

TEST_CASE("words: the last one, and what is behind a key")
{
    std::string_view text = "a  bc   12 ";
    CHECK(take_last_word(text) == "12");
    CHECK(take_last_word(text) == "bc");
    CHECK(take_last_word(text) == "a");
    CHECK(take_last_word(text).empty());
    CHECK(value_behind("tps = 12 ", "tps = ") == std::optional<std::string_view>{"12"});
    CHECK(value_behind("tps", "tps = ") == std::nullopt);
    CHECK(text_between("\"a\"b\"", "\"", "\"") == std::optional<std::string_view>{"a\"b"});
    CHECK(text_between("\"", "\"", "\"") == std::nullopt);
}

TEST_CASE("numbers: with separators, and scaled without a rounding error")
{
    CHECK(parse_grouped("1,018,149.40").value_or(-1) == 1018149.4);
    CHECK(parse_grouped("12").value_or(-1) == 12);
    for (const auto* const word : {"1,81,49", ",567", "1234,567", "1,", "", "1,23", "a"}) {
        INFO(word);
        CHECK_FALSE(parse_grouped(word).has_value());
    }
    CHECK(parse_scaled("4.499", 6).value_or(-1) == 4499000);
    CHECK(parse_scaled("28.4449", -9).value_or(-1) == 28.4449e-9);
    CHECK(parse_scaled("1e3", 3).value_or(-1) == 1e6);
    CHECK_FALSE(parse_scaled("nan", 3).has_value());
    CHECK_FALSE(parse_scaled("1e300", 300).has_value());
}

TEST_CASE("columns: of characters, not of bytes")
{
    const std::string_view text = "a\u00fc\u2502b";
    CHECK(byte_of_column(text, 0) == 0);
    CHECK(byte_of_column(text, 2) == 3);
    CHECK(byte_of_column(text, 3) == 6);
    CHECK(byte_of_column(text, 9) == text.size());
}
