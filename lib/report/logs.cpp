#include "report/logs.hpp"

#include "base/utf8.hpp"
#include "json/writer.hpp"
#include "parse/find.hpp"
#include "report/text.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

namespace cb::report {

namespace {

constexpr std::size_t max_log_bytes = 65536;     ///< of each stream: its end
constexpr std::size_t max_parsed_bytes = 262144; ///< about 0.5 ms
constexpr std::size_t max_places_bytes =
    4 * max_log_bytes; ///< names in a text may be repeated for each result

struct Stream {
    const char* name;
    const std::string& text;
    std::vector<Result> results{}; ///< with their lines
};

std::int64_t count_lines(std::string_view text)
{
    return std::count(text.begin(), text.end(), '\n');
}

std::vector<Result> find_places(const std::string& text)
{
    return text.size() > max_parsed_bytes
               ? std::vector<Result>{}
               : parse::find_results(text, parse::Format::automatic).results;
}

/// From where cb parse reads results: files, else standard output, else standard error.
std::vector<Stream> streams_of(const store::JobLog& log)
{
    std::vector<Stream> streams{{"standard output", log.output},
                                {"standard error", log.error_output},
                                {"build", log.build_log},
                                {"engine", log.engine_log}};
    if (log.files == "[]") {
        streams[0].results = find_places(log.output);
        if (streams[0].results.empty()) {
            streams[1].results = find_places(log.error_output);
        }
    }
    return streams;
}

/// [benchmark, test, metric, first, last, first, last, …], with lines of the whole text from 1.
void write_place(JsonWriter& json, const Result& result)
{
    json.begin_array().value(result.benchmark).value(result.test).value(result.metric);
    for (const auto& [first, last] : result.lines) {
        json.value(first).value(last);
    }
    json.end_array();
}

void write_places(JsonWriter& json, const std::vector<Result>& results)
{
    std::size_t size = 0;
    json.key("places").begin_array();
    for (const auto& result : results) {
        size += result.benchmark.size() + result.test.size() + result.metric.size() +
                16 * result.lines.size();
        if (size > max_places_bytes) {
            break;
        }
        if (!result.lines.empty()) {
            write_place(json, result);
        }
    }
    json.end_array();
}

void write_stream(JsonWriter& json, const Stream& stream)
{
    const auto shown = tail(to_utf8(stream.text), max_log_bytes);
    json.begin_object().member("name", stream.name).member("text", shown);
    // What to add to the number of a line of the shown text, whose beginning may be left out.
    json.member("offset", count_lines(stream.text) - count_lines(shown));
    if (!stream.results.empty()) {
        write_places(json, stream.results);
    }
    json.end_object();
}

} // namespace

bool write_log(store::Queries& queries,
               const std::string& repository,
               const std::string& job,
               const std::string& path,
               Site& site)
{
    const auto log = queries.log(repository, job);
    if (!log) {
        return false;
    }
    JsonWriter json;
    json.begin_object().member("job", job).key("streams").begin_array();
    bool is_empty = true;
    for (const auto& stream : streams_of(*log)) {
        if (!stream.text.empty()) {
            is_empty = false;
            write_stream(json, stream);
        }
    }
    json.end_array().end_object();
    if (!is_empty) {
        site.put(path, make_script(path, json.text()));
    }
    return !is_empty;
}

} // namespace cb::report
