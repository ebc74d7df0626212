#pragma once

#include <string_view>

namespace cb::parse {

/// What Windows programs write before UTF-8 text.
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Whether a text with this start is UTF-16, as PowerShell's ">" writes it.
constexpr bool is_utf16(std::string_view start)
{
    return start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF");
}

constexpr auto utf16_reason =
    "is UTF-16, as PowerShell's > writes it, and cb reads UTF-8; convert it "
    "with iconv -f UTF-16 -t UTF-8";

constexpr std::string_view without_byte_order_mark(std::string_view text)
{
    return text.substr(text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
}

} // namespace cb::parse
