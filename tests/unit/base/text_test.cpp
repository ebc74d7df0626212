#include "base/text.hpp"
#include "catch.hpp"

#include <string>

using namespace cb;

TEST_CASE("characters are sorted as ASCII, those above it into no class")
{
    std::string digits;
    std::string letters;
    std::string blanks;
    for (int code = 0; code < 256; ++code) {
        const auto c = static_cast<char>(code);
        digits += is_digit(c) ? std::string{c} : "";
        letters += is_letter(c) ? std::string{c} : "";
        blanks += is_blank(c) ? std::string{c} : "";
    }
    CHECK(digits == "0123456789");
    CHECK(letters == "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    CHECK(blanks == "\t\n\r ");
}

TEST_CASE("blanks at the ends are not part of a trimmed text")
{
    CHECK(trimmed(" \t a b\r\n") == "a b");
    CHECK(trimmed("a") == "a");
    CHECK(trimmed(" \n").empty());
    CHECK(trimmed("").empty());
}
