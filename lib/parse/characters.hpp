#pragma once

#include "base/text.hpp"

/// ASCII characters as classified by JSON (RFC 8259).
namespace cb::parse {

constexpr bool is_word(char c)
{
    return is_letter(c) || is_digit(c) || c == '-' || c == '+' || c == '.' || c == '_';
}

} // namespace cb::parse
