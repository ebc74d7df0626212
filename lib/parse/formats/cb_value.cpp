#include "parse/formats/cb_value.hpp"

#include "manifest/units.hpp"
#include "parse/measure.hpp"
#include "parse/repair.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace cb::parse {

namespace {

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

} // namespace

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

} // namespace cb::parse
