#pragma once

#include "base/file.hpp"
#include "manifest/words.hpp"
#include "parse/find.hpp"
#include "parse/reader.hpp"
#include "parse/scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

/// Helpers shared by the tests of parse.
namespace cb::parse::test {

using Lines = std::vector<std::string>;

/// The findings of a Scanner.
struct Recorded {
    struct Object {
        std::string text;
        std::uint64_t first_line, last_line, column;
        friend bool operator==(const Object&, const Object&) = default;
    };
    std::vector<Object> objects;
    std::vector<Rejected> rejections;
};

struct Recorder : ObjectSink {
    [[nodiscard]] Use found(const FoundObject& object) override
    {
        seen.objects.push_back(
            {std::string{object.text}, object.place.line, object.last_line, object.place.column});
        return use;
    }
    void rejected(Rejected entry) override { seen.rejections.push_back(std::move(entry)); }

    Recorded seen;
    Use use = Use::used;
};

inline Recorded scan(std::string_view text, std::vector<Key> keys)
{
    Recorder recorder;
    Scanner scanner{std::move(keys), recorder};
    scanner.feed(text);
    scanner.finish();
    return recorder.seen;
}

using Objects = std::vector<Recorded::Object>;

inline Found cb_results(std::string_view text)
{
    return find_results(text, Format::cb);
}

/// The source of the results of a test's job.
inline Source acme_index()
{
    Source source;
    source.repo = "acme/index";
    return source;
}

/// A result object with one metric whose value is the JSON text `value`.
inline std::string with_value(std::string_view value)
{
    return fmt::format(R"({{"results":[{{"name":"t","metrics":[{{"name":"m","value":{}}}]}}]}})",
                       value);
}

/// A result object with one metric with a name and these members.
inline std::string with_members(std::string_view members)
{
    return fmt::format(R"({{"results":[{{"name":"t","metrics":[{{"name":"m",{}}}]}}]}})", members);
}

/// The text of tests/data/parse/samples/NAME, the output of a real tool.
inline std::string sample(std::string_view name)
{
    return read_file(fmt::format("{}/parse/samples/{}", CB_TEST_DATA, name), Bytes{64U << 20U});
}

/// One line per result: "benchmark | test | metric: 1 2 [unit] lower", with {avg 1, max 2} for a
/// summary, and the labels at the end: " n=1".
inline std::vector<std::string> result_lines(const std::vector<Result>& results)
{
    std::vector<std::string> lines;
    for (const auto& result : results) {
        auto line = fmt::format("{} | {} | {}:", result.benchmark, result.test, result.metric);
        for (const double value : result.values) {
            line += fmt::format(" {}", value);
        }
        for (const auto& [name, value] : result.summary.value_or(std::map<std::string, double>{})) {
            line += fmt::format(" {}={}", name, value);
        }
        line += fmt::format(" [{}] {}", result.unit, to_word(result.direction));
        for (const auto& [name, value] : result.labels) {
            line += fmt::format(" {}={}", name, value);
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

inline std::vector<std::string> result_lines(const Found& found)
{
    return result_lines(found.results);
}

/// Each rejected entry as "line:column field: reason".
inline std::vector<std::string> rejected_lines(const Found& found)
{
    std::vector<std::string> lines;
    for (const auto& entry : all_rejected(found)) {
        lines.push_back(
            fmt::format("{}:{} {}: {}", entry.line, entry.column, entry.field, entry.reason));
    }
    return lines;
}

/// The results of the text in pieces of that size.
inline Found in_pieces(std::string_view text, Format format, std::size_t size)
{
    Reader reader{format};
    for (; !text.empty(); text.remove_prefix(std::min(size, text.size()))) {
        reader.feed(text.substr(0, size));
    }
    return reader.finish();
}

/// Whether pieces of 1, 7 and 64 bytes give the same results as the whole text, both for that
/// format and for auto.
inline bool is_same_in_pieces(std::string_view text, Format format)
{
    for (const auto asked : {format, Format::automatic}) {
        const auto whole = find_results(text, asked);
        for (const std::size_t size : {1U, 7U, 64U}) {
            if (in_pieces(text, asked, size) != whole) {
                return false;
            }
        }
    }
    return true;
}

/// The results of other commits, each as "first digits of the commit| " and its line.
inline std::vector<std::string> past_lines(const Found& found)
{
    std::vector<std::string> lines;
    for (const auto& past : found.past) {
        const auto commit = past.source.commit ? past.source.commit->hex().substr(0, 4) : "none";
        for (const auto& line : result_lines(past.results)) {
            lines.push_back(commit + "| " + line);
        }
    }
    return lines;
}

} // namespace cb::parse::test
