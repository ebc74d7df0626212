#include "parse/check.hpp"

#include "base/collect.hpp"
#include "base/error.hpp"
#include "base/gzip.hpp"
#include "base/rewind.hpp"
#include "base/text_table.hpp"
#include "base/utf8.hpp"
#include "manifest/words.hpp"
#include "parse/manifest_stream.hpp"
#include "parse/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace cb::parse {

namespace {

constexpr std::size_t max_name = 60; ///< bytes of a name shown

std::string problem(const Rejected& entry, const std::string& name)
{
    return fmt::format("{}:{}:{}: {}{}{}\n",
                       name,
                       entry.line,
                       entry.column,
                       printable(entry.field, 500),
                       entry.field.empty() ? "" : ": ",
                       printable(entry.reason, 500));
}

/// "3 samples", "1 sample".
std::string counted(std::size_t count, std::string_view what)
{
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

TableRow row_of(const Result& result)
{
    TableRow row{{printable(result.benchmark, max_name),
                  printable(result.test, max_name),
                  printable(result.metric, max_name),
                  printable(result.unit, max_name),
                  std::string{to_word(result.direction)}}};
    auto& cells = row.cells;
    if (result.summary) {
        cells.insert(cells.end(),
                     {"summary", fmt::format("avg {:.6g}", result.summary->at("avg")), ""});
        return row;
    }
    // In two passes: std::minmax_element first compares each pair, which is an unpredictable
    // branch.
    const auto& values = result.values;
    cells.insert(cells.end(),
                 {fmt::to_string(values.size()),
                  fmt::format("{:.6g}", *std::min_element(values.begin(), values.end())),
                  fmt::format("{:.6g}", *std::max_element(values.begin(), values.end()))});
    return row;
}

std::string table(const std::vector<Result>& results)
{
    std::vector<TableRow> rows{
        {{"benchmark", "test", "metric", "unit", "better", "samples", "least", "most"}}};
    std::transform(results.begin(), results.end(), std::back_inserter(rows), row_of);
    return to_table(rows, {});
}

/// Over all commits.
std::string totals(const Found& found)
{
    std::size_t series = 0;
    std::size_t samples = 0;
    const auto count = [&](const std::vector<Result>& results) {
        series += results.size();
        for (const auto& result : results) {
            samples += result.values.size();
        }
    };
    count(found.results);
    for (const auto& past : found.past) {
        count(past.results);
    }
    return fmt::format("format {}: {} series, {}; {} rejected\n",
                       found.format,
                       series,
                       counted(samples, "sample"),
                       all_rejected(found).size());
}

} // namespace

std::string to_problems_text(const std::vector<Rejected>& rejected,
                             const Excerpts& excerpts,
                             const std::string& name)
{
    std::string text;
    for (std::size_t i = 0; i < rejected.size(); ++i) {
        text += problem(rejected[i], name) + excerpts.shown(i);
    }
    return text;
}

std::string report(const Found& found, const Excerpts& excerpts, const std::string& name)
{
    auto text = to_problems_text(all_rejected(found), excerpts, name) + totals(found);
    if (!found.past.empty()) {
        text += fmt::format("with those of {}\n", counted(found.past.size(), "other commit"));
    }
    if (!found.hint.empty()) {
        text += fmt::format("hint: {}\n", printable(found.hint, 500));
    }
    if (!found.results.empty()) {
        text += "\n" + table(found.results);
    }
    return text;
}

Checked check(int fd, const std::string& name, Format format)
{
    auto copy = rewindable_copy(fd, name);
    fd = copy ? copy.get() : fd;
    auto chunk = read_some(fd, name);
    if (is_gzip(chunk)) {
        copy = gunzipped(std::move(chunk), fd, name);
        fd = copy.get();
        chunk = read_some(fd, name);
    }
    if (is_manifest_stream(chunk)) {
        throw Error{Errc::bad_input,
                    fmt::format("{} is a stream of manifests; --check reads what a benchmark "
                                "printed, which is run.output in them",
                                name)};
    }
    Reader reader{format};
    for (; !chunk.empty(); chunk = read_some(fd, name, std::move(chunk))) {
        reader.feed(chunk);
    }
    auto found = reader.finish();
    Excerpts excerpts{all_rejected(found)};
    if (excerpts.wants_more()) {
        rewind(fd, name);
    }
    while (excerpts.wants_more() && !(chunk = read_some(fd, name, std::move(chunk))).empty()) {
        excerpts.feed(chunk);
    }
    auto text = report(found, excerpts, name);
    return {.found = std::move(found), .report = std::move(text)};
}

} // namespace cb::parse
