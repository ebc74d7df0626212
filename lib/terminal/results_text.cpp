#include "terminal/results_text.hpp"

#include "base/text_table.hpp"
#include "base/utf8.hpp"
#include "stats/summary.hpp"
#include "terminal/quantity_text.hpp"
#include "verdict/value_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::terminal {

namespace {

constexpr std::size_t max_name = 200;

/// The test, or the benchmark if the test has no name, and the metric.
std::string series_name(const Result& result)
{
    const auto& test = result.test.empty() ? result.benchmark : result.test;
    return printable(test, max_name) + " " + printable(result.metric, max_name);
}

std::string better_text(Direction direction)
{
    return direction == Direction::unknown ? "" : std::string{to_word(direction)};
}

/// The figure of a tool's own statistics that is closest to the middle.
std::optional<double> find_middle(const Result& result)
{
    for (const char* const name : {"median", "avg", "mean"}) {
        if (const auto found = result.summary->find(name); found != result.summary->end()) {
            return found->second;
        }
    }
    return std::nullopt;
}

TableRow to_row(const Result& result, std::string_view dots)
{
    const auto unit = printable(result.unit, max_name);
    TableRow row{{series_name(result),
                  "",
                  "",
                  "",
                  better_text(result.direction.value_or(Direction::unknown))}};
    auto& cells = row.cells;
    if (result.summary) {
        const auto middle = find_middle(result);
        cells[1] = middle ? verdict::to_value_text(*middle, unit) : "";
        cells[3] = "summary";
        return row;
    }
    const auto& values = result.values;
    cells[1] = verdict::to_value_text(stats::median(values), unit);
    cells[3] = to_count_text(values.size());
    if (values.size() > 1) {
        const auto [min, max] = std::minmax_element(values.begin(), values.end());
        cells[2] = verdict::to_step_text(*min, *max, unit, dots);
    }
    return row;
}

} // namespace

std::string to_results_table(const Manifest& job, const TextStyle& style)
{
    if (job.results().empty()) {
        return "";
    }
    const std::string_view dots = style.charset == Charset::ascii ? ".." : "\u2026";
    std::vector<TableRow> rows{{{"series", "median", "range", "samples", "better"}}};
    for (const auto& result : job.results()) {
        if (result.summary || !result.values.empty()) {
            rows.push_back(to_row(result, dots));
        }
    }
    return in_charset(to_table(rows, style), style.charset);
}

std::string to_reading_line(const Manifest& job, const TextStyle& style)
{
    const auto& facts = *job.parsed();
    std::size_t samples = 0;
    for (const auto& result : job.results()) {
        samples += result.values.size();
    }
    const auto line = fmt::format("format {}: {} series, {}; {} rejected",
                                  printable(facts.format, max_name),
                                  to_count_text(job.results().size()),
                                  to_count_text(samples, "sample"),
                                  to_count_text(facts.rejected.size()));
    return fitted(in_charset(line, style.charset), style.width, style.charset) + '\n';
}

} // namespace cb::terminal
