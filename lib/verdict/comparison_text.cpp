#include "base/quantity.hpp"
#include "base/text_table.hpp"
#include "base/utf8.hpp"
#include "verdict/comparison_cells.hpp"
#include "verdict/comparison_output.hpp"
#include "verdict/value_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace cb::verdict {

namespace {

constexpr std::size_t max_named = 3;

/// How a finding is counted in the verdict line.
struct Counted {
    Finding finding;
    std::string_view text;
};
constexpr std::array counted{Counted{Finding::slower, "slower"},
                             Counted{Finding::faster, "faster"},
                             Counted{Finding::changed, "changed"},
                             Counted{Finding::unstable, "unstable"},
                             Counted{Finding::too_few, "too few values"},
                             Counted{Finding::units_differ, "units differ"},
                             Counted{Finding::not_a_number, "not a number"},
                             Counted{Finding::appeared, "only new"},
                             Counted{Finding::vanished, "only old"}};

/// "(parse +6.1 %, merge +2.3 %, …)"
std::string
largest(const ComparisonReport& report, Finding finding, Charset charset, const ShowName& show_name)
{
    std::vector<std::string> names;
    for (const auto& row : report.rows) {
        if (row.finding != finding) {
            continue;
        }
        if (names.size() == max_named) {
            names.emplace_back(charset == Charset::ascii ? "..." : "…");
            break;
        }
        names.push_back(show_name(series_text(row)) +
                        (row.change ? " " + to_difference_text(*row.change) : ""));
    }
    return fmt::format(" ({})", fmt::join(names, ", "));
}

Hue hue_of_finding(Finding finding)
{
    switch (finding) {
    case Finding::slower:
        return Hue::bad;
    case Finding::faster:
        return Hue::good;
    case Finding::changed:
    case Finding::unstable:
        return Hue::unclear;
    default:
        return Hue::plain;
    }
}

std::string text_table(const ComparisonReport& report, const TableOptions& options)
{
    const auto to_row = [](const Cells& cells, Hue hue) {
        return TableRow{{cells.begin(), cells.end()}, hue};
    };
    std::vector<TableRow> rows{to_row(table_head(options), Hue::plain)};
    for (const auto& row : report.rows) {
        if (is_shown(row, options.rows)) {
            rows.push_back(to_row(cells_of(row, options), hue_of_finding(row.finding)));
        }
    }
    return rows.size() == 1 ? "" : "\n" + to_table(rows, options.style, columns_to_change);
}

} // namespace

std::string to_verdict_line(const ComparisonReport& report, Charset charset)
{
    return to_verdict_line(
        report, charset, [](std::string_view name) { return std::string{name}; });
}

std::string
to_verdict_line(const ComparisonReport& report, Charset charset, const ShowName& show_name)
{
    std::vector<std::string> parts;
    const auto is_quiet = std::none_of(report.rows.begin(), report.rows.end(), [&](const Row& row) {
        return is_change(row.finding);
    });
    const auto unchanged = count(report, Finding::no_difference);
    if (is_quiet && unchanged == report.rows.size()) {
        return fmt::format("no difference in {} series", unchanged);
    }
    if (is_quiet && unchanged > 0) {
        parts.push_back(
            fmt::format("no difference in {} of {} series", unchanged, report.rows.size()));
    }
    for (const auto& [finding, name] : counted) {
        const auto number = count(report, finding);
        if (number == 0) {
            continue;
        }
        auto part = fmt::format("{}: {}", name, number);
        if (parts.empty()) {
            part += fmt::format(" of {}", report.rows.size());
        }
        parts.push_back(is_change(finding) ? part + largest(report, finding, charset, show_name)
                                           : part);
    }
    return fmt::format("{}", fmt::join(parts, "; "));
}

std::string to_text(const ComparisonReport& report, const TableOptions& options)
{
    auto text = to_verdict_line(report, options.style.charset) + "\n";
    text += fmt::format(
        "old: {}, new: {}\n", printable(report.base, 200), printable(report.candidate, 200));
    text += text_table(report, options);
    for (const auto& line : folded_lines(report, options.rows)) {
        text += line + "\n";
    }
    text += "\n";
    for (const auto& line : mean_lines(report)) {
        text += line + "\n";
    }
    for (const auto& note : notes_of(report)) {
        text += note + "\n";
    }
    return text;
}

} // namespace cb::verdict
