#include "parse/check.hpp"

#include "base/collect.hpp"
#include "base/error.hpp"
#include "base/gzip.hpp"
#include "base/rewind.hpp"
#include "base/utf8.hpp"
#include "manifest/words.hpp"
#include "parse/manifest_stream.hpp"
#include "parse/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace cb::parse {

namespace {

constexpr std::size_t most_name = 60; ///< bytes of a name shown
using Row = std::array<std::string, 8>;

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

Row row_of(const Result& result)
{
    Row row{printable(result.benchmark, most_name),
            printable(result.test, most_name),
            printable(result.metric, most_name),
            printable(result.unit, most_name),
            std::string{to_word(result.direction)}};
    if (result.summary) {
        row[5] = "summary";
        row[6] = fmt::format("avg {:.6g}", result.summary->at("avg"));
        return row;
    }
    // In two passes: std::minmax_element first compares each pair, which is an unpredictable
    // branch.
    const auto& values = result.values;
    row[5] = fmt::to_string(values.size());
    row[6] = fmt::format("{:.6g}", *std::min_element(values.begin(), values.end()));
    row[7] = fmt::format("{:.6g}", *std::max_element(values.begin(), values.end()));
    return row;
}

std::string table(const std::vector<Result>& results)
{
    std::vector<Row> rows{
        Row{"benchmark", "test", "metric", "unit", "better", "samples", "least", "most"}};
    std::transform(results.begin(), results.end(), std::back_inserter(rows), row_of);
    std::array<std::size_t, std::tuple_size_v<Row>> widths{};
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], row[i].size());
        }
    }
    std::string text;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += fmt::format("{:<{}}  ", row[i], widths[i]);
        }
        text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
    return text;
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

std::string report(const Found& found, const Excerpts& excerpts, const std::string& name)
{
    std::string text;
    const auto rejected = all_rejected(found);
    for (std::size_t i = 0; i < rejected.size(); ++i) {
        text += problem(rejected[i], name) + excerpts.shown(i);
    }
    text += totals(found);
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
