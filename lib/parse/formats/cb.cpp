#include "base/file.hpp"
#include "parse/formats/cb_value.hpp"
#include "parse/formats/formats.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace cb::parse {

namespace {

std::optional<Direction> direction_of(std::string_view trend)
{
    if (trend == "lower-is-better") {
        return Direction::lower;
    }
    if (trend == "higher-is-better") {
        return Direction::higher;
    }
    return trend.empty() ? std::optional{Direction::unknown} : std::nullopt;
}

using Lines = std::vector<std::pair<std::uint64_t, std::uint64_t>>;

/// The line number 3 or 3.0.
std::optional<std::uint64_t> line_of(JsonValue value)
{
    const auto number = value.number().value_or(0);
    return number >= 1 && number <= 1e15 ? std::optional{static_cast<std::uint64_t>(number)}
                                         : std::nullopt;
}

/// The line ranges given by the benchmark; empty if they are not well-formed.
Lines lines_of(JsonValue ranges)
{
    Lines lines;
    for (const auto range : ranges.elements()) {
        const auto first = line_of(range.at(0));
        const auto last = line_of(range.at(1));
        if (range.size() != 2 || !first || !last || *first > *last) {
            return {};
        }
        lines.emplace_back(*first, *last);
    }
    return lines;
}

/// Adds a result with the names of `result` and that value.
void read_value(JsonReading& reading, Result result, JsonValue printed, std::string_view units)
{
    auto value = read_cb_value(printed, units);
    if (!value) {
        reading.wrong(value.error().where, value.error().reason);
        return;
    }
    result.unit = std::move(value->unit);
    result.printed_units = std::move(value->printed_units);
    result.values = std::move(value->values);
    result.summary = std::move(value->summary);
    reading.add(std::move(result), printed);
}

/// The name of an object; if the value is not an object with a name, rejects it and returns
/// nullopt.
std::optional<std::string_view> require_named(JsonReading& reading, JsonValue value)
{
    if (!value.is_object()) {
        reading.wrong(value, "must be an object");
        return std::nullopt;
    }
    return reading.require_name(value["name"]);
}

void read_metric(JsonReading& reading, Result result, JsonValue metric)
{
    const auto name = require_named(reading, metric);
    if (!name) {
        return;
    }
    const auto trend = metric["trend"];
    const auto direction = trend ? direction_of(trend.text_or("not a string")) : Direction::unknown;
    if (!direction) {
        reading.wrong(trend, R"(must be "lower-is-better", "higher-is-better" or "")");
        return;
    }
    if (!metric["value"]) {
        reading.wrong(metric["value"], "is missing");
        return;
    }
    result.metric = *name;
    result.direction = *direction;
    result.description = metric["description"].text_or("");
    result.lines = lines_of(metric["lines"]);
    read_value(reading, std::move(result), metric["value"], trimmed(metric["units"].text_or("")));
}

/// A list of metrics, or an object in version 1.
void read_metrics(JsonReading& reading, Result result, JsonValue metrics)
{
    if (!metrics.is_object() && !metrics.is_list()) {
        reading.wrong(metrics, metrics ? "must be a list or an object" : "is missing");
    }
    for (const auto& [name, value] : metrics.members()) {
        if (reading.takes_name(name, value)) {
            result.metric = name;
            read_value(reading, result, value, {});
        }
    }
    for (const auto metric : metrics.elements()) {
        read_metric(reading, result, metric);
    }
}

bool is_metric(JsonValue value)
{
    return value.has_all({"name", "value"});
}

bool has_metrics(JsonValue value)
{
    return value.has("metrics");
}

bool has_any(JsonValue list, bool (*is)(JsonValue))
{
    const auto elements = list.elements();
    return std::any_of(elements.begin(), elements.end(), is);
}

/// Many tools write "results" or "metrics" with another meaning (SARIF, k6, lit). An object counts
/// as this format only if it has both, or a list of metrics in our notation.
bool takes(JsonValue object)
{
    const auto results = object["results"];
    return (results.is_list() && results.size() == 0) || has_any(results, has_metrics) ||
           (!results && has_any(object["metrics"], is_metric));
}

void read(JsonReading& reading)
{
    const auto root = reading.root();
    Result base;
    base.benchmark = root["name"].text_or("default");
    if (!reading.takes_name(base.benchmark, root["name"])) {
        return;
    }
    const auto results = root["results"];
    if (!results.is_list()) {
        reading.wrong(results,
                      results ? "must be a list" : R"(is missing, and "metrics" belongs into it)");
    }
    for (const auto result : results.elements()) {
        if (const auto name = require_named(reading, result)) {
            base.test = *name;
            read_metrics(reading, base, result["metrics"]);
        }
    }
}

} // namespace

/// current-bench's format, versions 1 to 3: objects with "results". An invalid metric affects only
/// itself.
std::unique_ptr<JsonFormat> make_cb()
{
    return make_json_format({{"results"}, {"metrics"}}, takes, read);
}

} // namespace cb::parse
