#pragma once

#include <string_view>

namespace cb::parse {

/// What Windows programs write before UTF-8 text.
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

constexpr std::string_view without_byte_order_mark(std::string_view text)
{
    return text.substr(text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
}

} // namespace cb::parse
