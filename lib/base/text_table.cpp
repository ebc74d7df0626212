#include "base/text_table.hpp"

#include "base/columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace cb {

namespace {

constexpr std::size_t min_first_width = 12;
constexpr std::size_t gap = 2;

/// The characters of a line after the first column.
std::size_t rest_of(const std::vector<std::size_t>& widths)
{
    return std::accumulate(widths.begin() + 1, widths.end(), std::size_t{0}, [](auto all, auto w) {
        return all + (w > 0 ? w + gap : 0);
    });
}

struct Layout {
    std::vector<std::size_t> widths; ///< 0: the column is left out
    bool is_complete = true;
};

Layout lay_out(const std::vector<TableRow>& rows, std::size_t width, std::size_t min_columns)
{
    Layout layout{std::vector<std::size_t>(rows.front().cells.size())};
    auto& widths = layout.widths;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        const bool has_text = std::any_of(
            rows.begin() + 1, rows.end(), [i](const auto& row) { return !row.cells[i].empty(); });
        for (const auto& row : rows) {
            widths[i] = has_text ? std::max(widths[i], count_columns(row.cells[i])) : 0;
        }
    }
    const auto name = std::min(widths[0], std::max(min_first_width, width / 3));
    for (auto last = widths.size(); last > min_columns && name + rest_of(widths) > width; --last) {
        layout.is_complete = layout.is_complete && widths[last - 1] == 0;
        widths[last - 1] = 0;
    }
    const auto rest = rest_of(widths);
    widths[0] = std::min(widths[0], std::max(min_first_width, width > rest ? width - rest : 0));
    return layout;
}

/// `end` is behind the last cell, and as the line itself within the width.
std::string to_line(const TableRow& row,
                    const std::vector<std::size_t>& widths,
                    const TextStyle& style,
                    std::string_view end = {})
{
    std::string line;
    std::size_t blanks = 0;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        if (widths[i] == 0) {
            continue;
        }
        const auto cell = fitted(row.cells[i], widths[i], style.charset);
        if (!cell.empty()) {
            line += std::string(blanks, ' ') + cell;
            blanks = 0;
        }
        blanks += widths[i] - count_columns(cell) + gap;
    }
    line += end;
    return colored(fitted(line, style.width, style.charset), row.hue, style.color);
}

} // namespace

std::string
to_table(const std::vector<TableRow>& rows, const TextStyle& style, std::size_t min_columns)
{
    std::string text;
    if (rows.empty() || rows.front().cells.empty()) {
        return text;
    }
    const auto [widths, is_complete] = lay_out(rows, style.width, min_columns);
    const auto sign = is_complete ? "" : fmt::format(" {}", cut_sign(style.charset));
    text = to_line(rows.front(), widths, style, sign) + '\n';
    for (auto row = rows.begin() + 1; row != rows.end(); ++row) {
        text += to_line(*row, widths, style) + '\n';
    }
    return text;
}

} // namespace cb
