#pragma once

#include <string_view>

/// ASCII characters, whatever the locale. <cctype> asks the locale, and is undefined for negative
/// characters.
namespace cb {

[[nodiscard]] constexpr bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

[[nodiscard]] constexpr bool is_hex_digit(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f');
}

[[nodiscard]] constexpr bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// A blank between the tokens of JSON, and of most texts that programs print.
[[nodiscard]] constexpr bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// `text` without the blanks and newlines at its ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

} // namespace cb
