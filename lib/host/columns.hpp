#pragma once

#include <algorithm>
#include <string_view>

/// Splits the tables of /proc: lines of words separated by blanks.
namespace cb::host {

/// Removes the first line from `text` and returns it without its newline.
[[nodiscard]] inline std::string_view take_line(std::string_view& text)
{
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    return line;
}

/// Removes the first word and the blanks before it from `line`; empty at the end of the line.
[[nodiscard]] inline std::string_view take_word(std::string_view& line)
{
    constexpr std::string_view blanks = " \t";
    line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
    const auto word = line.substr(0, line.find_first_of(blanks));
    line.remove_prefix(word.size());
    return word;
}

} // namespace cb::host
