#include "base/utf8.hpp"
#include "verdict/comparison_cells.hpp"
#include "verdict/comparison_output.hpp"
#include "verdict/markdown.hpp"

#include <fmt/format.h>

namespace cb::verdict {

namespace {

/// A comment of GitHub has 65,536 characters; a table of so many rows leaves room for the rest.
constexpr std::size_t max_rows_of_report = 300;

std::string to_markdown_row(const Cells& cells, Visible visible)
{
    std::string text = "|";
    for (std::size_t i = 0; i < columns; ++i) {
        if (i != visible_column || visible == Visible::shown) {
            text += " " + to_markdown_code(cells[i]) + " |";
        }
    }
    return text + "\n";
}

std::string to_markdown_head(Visible visible)
{
    std::string heads = "|";
    std::string lines = "|";
    const auto head = table_head({.visible = visible});
    for (std::size_t i = 0; i < columns; ++i) {
        if (!head[i].empty()) {
            heads += " " + head[i] + " |";
            lines += i == 0 ? " --- |" : " ---: |";
        }
    }
    return heads + "\n" + lines + "\n";
}

} // namespace

std::string to_markdown_verdict(const ComparisonReport& report)
{
    return to_verdict_line(report, Charset::unicode, &to_markdown_code);
}

std::string to_markdown_table(const ComparisonReport& report,
                              Visible visible,
                              const std::function<bool(const Row&)>& choose,
                              std::size_t max_rows)
{
    auto text = to_markdown_head(visible);
    std::size_t shown = 0;
    std::size_t omitted = 0;
    for (const auto& row : report.rows) {
        if (!choose(row)) {
            continue;
        }
        if (shown == max_rows) {
            ++omitted;
            continue;
        }
        text += to_markdown_row(cells_of(row, {.visible = visible}), visible);
        ++shown;
    }
    if (shown + omitted == 0) {
        return "";
    }
    return text + (omitted > 0 ? fmt::format("\n{} more\n", omitted) : "");
}

std::string to_markdown_notes(const ComparisonReport& report, Rows rows)
{
    std::string text;
    for (const auto& line : folded_lines(report, rows)) {
        text += fmt::format("- {}\n", line);
    }
    for (const auto& line : mean_lines(report)) {
        text += fmt::format("- {}\n", to_markdown_code(line));
    }
    for (const auto& note : notes_of(report)) {
        text += fmt::format("- {}\n", note);
    }
    return text;
}

std::string to_markdown(const ComparisonReport& report, const TableOptions& options)
{
    auto text = fmt::format("**{}**\n\n", to_markdown_verdict(report));
    text += fmt::format("<details><summary>{} → {}</summary>\n\n",
                        to_markdown_code(printable(report.base, 200)),
                        to_markdown_code(printable(report.candidate, 200)));
    const auto rows = to_markdown_table(
        report,
        options.visible,
        [&options](const Row& row) { return is_shown(row, options.rows); },
        max_rows_of_report);
    text += rows.empty() ? "" : rows + "\n";
    return text + to_markdown_notes(report, options.rows) + "\n</details>\n";
}

} // namespace cb::verdict
