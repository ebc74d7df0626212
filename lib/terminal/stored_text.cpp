#include "terminal/stored_text.hpp"

#include "base/text_table.hpp"
#include "base/utf8.hpp"
#include "stats/summary.hpp"
#include "terminal/quantity_text.hpp"
#include "verdict/value_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace cb::terminal {

namespace {

constexpr std::size_t max_cell = 200;

std::string latest_name(const store::SeriesInfo& series)
{
    const auto& test = series.test.empty() ? series.benchmark : series.test;
    return printable(test, max_cell) + " " + printable(series.metric, max_cell);
}

/// The jobs of a commit with one environment, which measured one series.
struct Measured {
    const store::JobInfo* job; ///< one of them
    std::vector<double> medians{};
    std::optional<double> min{}, max{};
    std::uint64_t samples = 0;
    std::set<std::string> verdicts{};

    void add(const store::Point& point)
    {
        const auto& figures = point.figures;
        if (figures.median) {
            medians.push_back(*figures.median);
        }
        if (figures.min && figures.max) {
            min = std::min(min.value_or(*figures.min), *figures.min);
            max = std::max(max.value_or(*figures.max), *figures.max);
        }
        samples += figures.n.value_or(0);
        if (point.job->verdict) {
            verdicts.insert(printable(point.job->verdict->text(), max_cell));
        }
    }
};

std::vector<Measured> merge_attempts(std::span<const store::Point> points)
{
    std::vector<Measured> merged;
    for (const auto& point : points) {
        const auto& job = *point.job;
        const auto same = std::find_if(merged.begin(), merged.end(), [&job](const Measured& other) {
            return other.job->commit == job.commit && other.job->worker == job.worker &&
                   other.job->host_key == job.host_key && other.job->config == job.config;
        });
        (same != merged.end() ? *same : merged.emplace_back(Measured{&job})).add(point);
    }
    return merged;
}

TableRow to_row(const store::SeriesInfo& series, const Measured& measured, std::string_view dots)
{
    const auto unit = printable(series.unit, max_cell);
    const auto& [job, medians, min, max, samples, verdicts] = measured;
    return {{latest_name(series),
             medians.empty() ? "" : verdict::to_value_text(stats::median(medians), unit),
             min && max && *min != *max ? verdict::to_step_text(*min, *max, unit, dots) : "",
             samples > 0 ? to_count_text(samples) : "",
             job->commit ? printable(job->commit->substr(0, 10), max_cell) : "",
             printable(job->worker, max_cell),
             fmt::format("{}", fmt::join(verdicts, ", "))}};
}

} // namespace

std::string
to_latest_table(store::Queries& queries, const store::Selection& selection, const TextStyle& style)
{
    const std::string_view dots = style.charset == Charset::ascii ? ".." : "\u2026";
    std::string text;
    for (const auto& repository : selection.repositories) {
        std::vector<TableRow> rows{
            {{"series", "median", "range", "samples", "commit", "worker", "machine"}}};
        queries.for_each_latest(
            repository,
            selection.series,
            selection.history,
            [&](const store::SeriesInfo& series, std::span<const store::Point> points) {
                for (const auto& measured : merge_attempts(points)) {
                    rows.push_back(to_row(series, measured, dots));
                }
            });
        if (rows.size() > 1) {
            text +=
                fmt::format("{}{}\n", text.empty() ? "" : "\n", printable(repository, max_cell)) +
                to_table(rows, style);
        }
    }
    return text.empty() ? "nothing is stored\n" : in_charset(std::move(text), style.charset);
}

} // namespace cb::terminal
