#pragma once

/// ASCII characters as JSON (RFC 8259) sorts them.
namespace cb::parse {

constexpr bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

constexpr bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr bool is_word(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == '_';
}

} // namespace cb::parse
