#include "store/storable.hpp"

#include "base/utf8.hpp"
#include "db/row.hpp"

#include <fmt/format.h>

#include <iterator>
#include <limits>

namespace cb::store {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD"; // U+FFFD

bool is_storable(std::string_view text)
{
    return text.find('\0') == std::string_view::npos && is_utf8(text);
}

} // namespace

std::string storable(std::string_view text)
{
    if (is_storable(text)) {
        return std::string{text};
    }
    std::string clean;
    for (const char c : to_utf8(text)) {
        if (c == '\0') {
            clean += replacement;
        } else {
            clean += c;
        }
    }
    return clean;
}

std::string storable_json(std::string json)
{
    constexpr std::string_view nul = "\\u0000";
    if (json.find(nul) == std::string::npos) {
        return json;
    }
    std::string clean;
    for (std::size_t at = 0; at < json.size();) {
        const bool is_escape = json[at] == '\\';
        if (is_escape && json.compare(at, nul.size(), nul) == 0) {
            clean += replacement;
            at += nul.size();
        } else {
            const std::size_t length = is_escape ? 2 : 1; // the backslash and the escaped character
            clean.append(json, at, length);
            at += length;
        }
    }
    return clean;
}

std::optional<std::string> storable_time(const std::optional<Time>& time)
{
    return time ? std::optional{db::to_milliseconds(*time)} : std::nullopt;
}

std::int64_t to_signed(std::uint64_t number)
{
    constexpr auto max = std::numeric_limits<std::int64_t>::max();
    return number > static_cast<std::uint64_t>(max) ? max : static_cast<std::int64_t>(number);
}

void append_part(std::string& key, std::string_view text)
{
    if (!is_storable(text)) {
        append_part(key, storable(text));
        return;
    }
    fmt::format_to(std::back_inserter(key), "{}:", text.size());
    key += text;
}

} // namespace cb::store
