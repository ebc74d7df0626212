#include "base/file.hpp"
#include "manifest/units.hpp"
#include "parse/formats/formats.hpp"
#include "parse/measure.hpp"
#include "parse/repair.hpp"

#include <fmt/format.h>

#include <cmath>

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

/// The member "value" of a metric.
struct CbValue {
    std::vector<double> values{};
    std::optional<std::map<std::string, double>> summary{};
    std::string unit{};
    std::set<std::string> printed_units{}; ///< the original units of converted numbers
};

/// What is wrong, and with which part of the value.
struct CbProblem {
    JsonValue where;
    std::string reason;
};

/// A printed measure, its key if it is in a summary, and its place.
struct Part {
    Measure measure;
    std::string_view key;
    JsonValue where;
};
using Parts = std::vector<Part>;

tl::unexpected<CbProblem> wrong(JsonValue where, std::string reason)
{
    return tl::unexpected{CbProblem{.where = where, .reason = std::move(reason)}};
}

Parsed<Measure> read_measure(JsonValue value)
{
    if (const auto number = value.number()) {
        return Measure{.value = *number};
    }
    const auto text = value.any_text();
    if (!text) {
        return tl::unexpected{std::string{"must be a number or a text such as \"12.5ms\""}};
    }
    if (const auto word = bare_word(*text)) {
        return tl::unexpected{fmt::format("{:.80} is not a value in JSON", *word)};
    }
    return parse_measure(*text);
}

/// Nullopt on success.
[[nodiscard]] std::optional<CbProblem> add(Parts& parts, std::string_view key, JsonValue value)
{
    auto measure = read_measure(value);
    if (!measure) {
        return CbProblem{.where = value, .reason = std::move(measure.error())};
    }
    parts.push_back({.measure = std::move(*measure), .key = key, .where = value});
    return std::nullopt;
}

/// If a key of a summary appears twice, the first one wins. A null counts as missing.
tl::expected<Parts, CbProblem> read_parts(JsonValue value)
{
    Parts parts;
    std::optional<CbProblem> problem;
    if (value.is_object()) {
        for (const auto& [key, part] : value.members()) {
            if (part.is_null()) {
                continue;
            }
            if (key.find('\0') != std::string_view::npos) {
                return wrong(value, "has a key with a NUL byte");
            }
            problem = problem ? problem : add(parts, key, part);
        }
        const auto is_average = [](const Part& part) { return part.key == "avg"; };
        if (!problem && std::none_of(parts.begin(), parts.end(), is_average)) {
            return wrong(value, "must have \"avg\", as every summary must");
        }
    } else if (value.is_list()) {
        for (const auto part : value.elements()) {
            problem = problem ? problem : add(parts, {}, part);
        }
        if (value.size() == 0) {
            return wrong(value, "holds no values");
        }
    } else {
        problem = add(parts, {}, value);
    }
    return problem ? tl::expected<Parts, CbProblem>{tl::unexpected{std::move(*problem)}}
                   : tl::expected<Parts, CbProblem>{std::move(parts)};
}

/// The measure in `unit`. A number without a unit is already in it; if the metric itself gives the
/// unit, so is one with an unknown unit.
Parsed<double> in_unit(const Measure& measure, const std::string& unit, std::string_view units)
{
    if (measure.unit.empty()) {
        return measure.value;
    }
    const auto value = converted(measure.value, measure.unit, unit);
    if (!value && units.empty()) {
        return tl::unexpected{
            fmt::format(R"("{:.40}" cannot be converted to "{:.40}")", measure.unit, unit)};
    }
    if (value && !std::isfinite(*value)) {
        return tl::unexpected{fmt::format("is out of range in \"{:.40}\"", unit)};
    }
    return value.value_or(measure.value);
}

/// The unit for all parts: the metric's own, or else the first one. Minutes and hours become
/// seconds, because "2min" and "1min 30s" can be two samples of one metric.
std::string common_unit(const Parts& parts, std::string_view units)
{
    if (!units.empty()) {
        return std::string{units};
    }
    const auto first = std::find_if(
        parts.begin(), parts.end(), [](const Part& part) { return !part.measure.unit.empty(); });
    if (first == parts.end()) {
        return "";
    }
    const auto seconds = converted(1, first->measure.unit, "s");
    return seconds.value_or(0) > 1 ? "s" : first->measure.unit;
}

/// The units converted to `unit`; a number in an unrelated unit was assumed to be in `unit`.
std::set<std::string> converted_units(const Parts& parts, const std::string& unit)
{
    std::set<std::string> others;
    for (const auto& [measure, key, where] : parts) {
        if (!measure.unit.empty() && measure.unit != unit && converted(1, measure.unit, unit)) {
            others.insert(measure.unit);
        }
    }
    return others;
}

/// Reads a number, a text with a number and a unit, a list of those, or a summary {"avg",…} of
/// those. `units` is the metric's own unit or empty. If empty, the first unit in the value is used,
/// and the other numbers are converted to it.
tl::expected<CbValue, CbProblem> read_cb_value(JsonValue printed, std::string_view units)
{
    const auto parts = read_parts(printed);
    if (!parts) {
        return tl::unexpected{parts.error()};
    }
    CbValue value{.unit = common_unit(*parts, units)};
    value.printed_units = converted_units(*parts, value.unit);
    if (printed.is_object()) {
        value.summary.emplace();
    }
    for (const auto& part : *parts) {
        const auto number = in_unit(part.measure, value.unit, units);
        if (!number) {
            return wrong(part.where, number.error());
        }
        if (value.summary) {
            value.summary->emplace(part.key, *number);
        } else {
            value.values.push_back(*number);
        }
    }
    return value;
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

void read_cb_metric(JsonReading& reading, const Result& base, JsonValue metric)
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
    const auto units = trimmed(metric["units"].text_or(""));
    const auto number = metric["value"].number();
    if (number && !metric["description"] && !metric["lines"]) { // most metrics, without a copy
        reading.add(Sample{.benchmark = base.benchmark,
                           .test = base.test,
                           .metric = *name,
                           .unit = units,
                           .direction = *direction,
                           .value = *number,
                           .labels = &base.labels},
                    metric["value"]);
        return;
    }
    auto result = make_result(base, {.name = *name, .unit = {}, .direction = *direction});
    result.description = metric["description"].text_or("");
    result.lines = lines_of(metric["lines"]);
    read_value(reading, std::move(result), metric["value"], units);
}

/// A list of metrics, or an object in version 1.
void read_metrics(JsonReading& reading, const Result& base, JsonValue metrics)
{
    if (!metrics.is_object() && !metrics.is_list()) {
        reading.wrong(metrics, metrics ? "must be a list or an object" : "is missing");
    }
    for (const auto& [name, value] : metrics.members()) {
        if (reading.takes_name(name, value)) {
            read_value(reading, make_result(base, {.name = name, .unit = {}}), value, {});
        }
    }
    for (const auto metric : metrics.elements()) {
        read_cb_metric(reading, base, metric);
    }
}

bool is_cb_metric(JsonValue value)
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
bool takes_cb(JsonValue object)
{
    const auto results = object["results"];
    return (results.is_list() && results.size() == 0) || has_any(results, has_metrics) ||
           (!results && has_any(object["metrics"], is_cb_metric));
}

void read_cb(JsonReading& reading)
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
    return std::make_unique<PlainFormat>(
        std::vector<Key>{{"results"}, {"metrics"}}, takes_cb, read_cb);
}

} // namespace cb::parse
