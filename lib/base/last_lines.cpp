#include "base/last_lines.hpp"

#include "base/utf8.hpp"

#include <algorithm>

namespace cb {

namespace {

constexpr std::size_t max_searched_bytes = 65536; // only this much of the text is searched

/// Removes the last line from `text` and returns it.
std::string_view take_last_line(std::string_view& text)
{
    const auto end = text.find_last_of("\r\n");
    const auto start = end == std::string_view::npos ? 0 : end + 1;
    const auto line = text.substr(start);
    text.remove_suffix(text.size() - (start == 0 ? 0 : end));
    return line;
}

/// Truncates the valid UTF-8 `line` after `width` characters.
std::string cut(std::string line, std::size_t width)
{
    std::size_t characters = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (is_utf8_start(line[i]) && ++characters > width) {
            return line.substr(0, i) + "\u2026";
        }
    }
    return line;
}

} // namespace

std::vector<std::string> last_lines(std::string_view text, std::size_t max_count, std::size_t width)
{
    text.remove_prefix(text.size() - std::min(text.size(), max_searched_bytes));
    std::vector<std::string> lines;
    while (!text.empty() && lines.size() < max_count) {
        auto line = printable(take_last_line(text), max_searched_bytes);
        line.erase(line.find_last_not_of(' ') + 1);
        if (!line.empty()) {
            lines.push_back(cut(std::move(line), width));
        }
    }
    std::reverse(lines.begin(), lines.end());
    return lines;
}

} // namespace cb
