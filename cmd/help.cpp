#include "help.hpp"

#include "variables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace cb::cmd {

namespace {

constexpr std::size_t page_width = 100;

/// The name of the value, if the description starts with one, and the rest.
std::pair<std::string, std::string> split(const std::string& description)
{
    const auto blanks = description.find("  ");
    const auto blank = description.find(' ');
    if (blanks == std::string::npos || blanks != blank) {
        return {"", description};
    }
    return {description.substr(0, blanks), description.substr(blanks + 2)};
}

/// `text` in lines of at most page_width columns, all but the first with `indent` blanks in front.
std::string wrapped(const std::string& text, std::size_t indent)
{
    std::string lines;
    std::size_t column = indent;
    for (std::size_t start = 0; start < text.size();) {
        const auto end = std::min(text.find(' ', start), text.size());
        const auto word = text.substr(start, end - start);
        if (column > indent && column + 1 + word.size() > page_width) {
            lines += "\n" + std::string(indent, ' ');
            column = indent;
        } else if (column > indent) {
            lines += ' ';
            ++column;
        }
        lines += word;
        column += word.size();
        start = end + 1;
    }
    return lines;
}

} // namespace

std::string HelpFormatter::make_option(const CLI::Option* option, bool is_positional) const
{
    auto [value, text] = split(option->get_description());
    auto name = option->get_name(is_positional, !is_positional);
    if (!value.empty()) {
        name = is_positional ? value : name + " " + value;
    }
    if (has_variable_of_its_own(*option)) {
        text += fmt::format(" [{}]", option->get_envname());
    }
    const auto column = get_column_width();
    auto line = fmt::format("  {:<{}}", name, column - 2);
    line += name.size() + 3 > column ? "\n" + std::string(column, ' ') : "";
    return line + wrapped(text, column) + "\n";
}

} // namespace cb::cmd
