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

namespace dom = simdjson::dom;

/// The measures of a value, with their keys if it is a summary.
struct Parts {
    enum class Kind : std::uint8_t { one, list, summary };
    Kind kind{};
    std::vector<Measure> measures{};
    std::vector<std::string_view> keys{};
};

/// The problem with the whole value, or with the part at `index`.
tl::unexpected<CbProblem> wrong(std::string reason)
{
    return tl::unexpected{CbProblem{.part = "", .reason = std::move(reason)}};
}

tl::unexpected<CbProblem> wrong(const Parts& parts, std::size_t index, std::string reason)
{
    std::string part;
    if (parts.kind == Parts::Kind::list) {
        part = fmt::format("/{}", index);
    } else if (parts.kind == Parts::Kind::summary) {
        part = fmt::format("/{}", parts.keys[index]);
    }
    return tl::unexpected{CbProblem{.part = std::move(part), .reason = std::move(reason)}};
}

Parsed<Measure> read_measure(dom::element element)
{
    double number = 0;
    if (element.get(number) == simdjson::SUCCESS) {
        return Measure{.value = number};
    }
    std::string_view text;
    if (element.get(text) != simdjson::SUCCESS) {
        return tl::unexpected{std::string{"must be a number or a text such as \"12.5ms\""}};
    }
    if (const auto word = bare_word(text)) {
        return tl::unexpected{fmt::format("{:.80} is not a value in JSON", *word)};
    }
    return parse_measure(text);
}

tl::expected<Parts, CbProblem> read_list(dom::array list)
{
    Parts parts{.kind = Parts::Kind::list};
    for (const auto element : list) {
        auto measure = read_measure(element);
        if (!measure) {
            return wrong(parts, parts.measures.size(), std::move(measure.error()));
        }
        parts.measures.push_back(std::move(*measure));
    }
    if (parts.measures.empty()) {
        return wrong("holds no values");
    }
    return parts;
}

/// Of a key that stands twice the first is read. A null is missing.
tl::expected<Parts, CbProblem> read_summary(dom::object object)
{
    Parts parts{.kind = Parts::Kind::summary};
    for (const auto [key, element] : object) {
        if (element.is_null()) {
            continue;
        }
        if (key.find('\0') != std::string_view::npos) {
            return wrong("has a key with a NUL byte");
        }
        parts.keys.push_back(key);
        auto measure = read_measure(element);
        if (!measure) {
            return wrong(parts, parts.measures.size(), std::move(measure.error()));
        }
        parts.measures.push_back(std::move(*measure));
    }
    if (std::find(parts.keys.begin(), parts.keys.end(), "avg") == parts.keys.end()) {
        return wrong("must have \"avg\", as every summary must");
    }
    return parts;
}

/// The measure in `unit`. What has no unit is in it already; what has another one, too, if the
/// metric itself says that unit.
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

/// The unit for all parts: the metric's own, else the first one that there is; seconds in place of
/// minutes and hours, because "2min" and "1min 30s" can be two samples of one metric.
std::string common_unit(const Parts& parts, std::string_view units)
{
    if (!units.empty()) {
        return std::string{units};
    }
    const auto first = std::find_if(parts.measures.begin(),
                                    parts.measures.end(),
                                    [](const Measure& measure) { return !measure.unit.empty(); });
    if (first == parts.measures.end()) {
        return "";
    }
    const auto seconds = converted(1, first->unit, "s");
    return seconds.value_or(0) > 1 ? "s" : first->unit;
}

/// Brings all parts to one unit, which is returned.
tl::expected<std::string, CbProblem> unify(Parts& parts, std::string_view units)
{
    auto unit = common_unit(parts, units);
    for (std::size_t i = 0; i < parts.measures.size(); ++i) {
        const auto value = in_unit(parts.measures[i], unit, units);
        if (!value) {
            return wrong(parts, i, value.error());
        }
        parts.measures[i].value = *value;
    }
    return unit;
}

/// The units other than `unit` that were converted to it; what could not be was taken to be in it.
std::set<std::string> converted_units(const Parts& parts, const std::string& unit)
{
    std::set<std::string> others;
    for (const auto& measure : parts.measures) {
        if (!measure.unit.empty() && measure.unit != unit && converted(1, measure.unit, unit)) {
            others.insert(measure.unit);
        }
    }
    return others;
}

tl::expected<Parts, CbProblem> read_one(dom::element element)
{
    auto measure = read_measure(element);
    if (!measure) {
        return wrong(std::move(measure.error()));
    }
    return Parts{.kind = Parts::Kind::one, .measures = {std::move(*measure)}};
}

} // namespace

tl::expected<CbValue, CbProblem> read_cb_value(dom::element element, std::string_view units)
{
    dom::array list;
    dom::object summary;
    const bool is_list = element.get(list) == simdjson::SUCCESS;
    const bool is_summary = element.get(summary) == simdjson::SUCCESS;
    auto parts = is_list ? read_list(list) : is_summary ? read_summary(summary) : read_one(element);
    if (!parts) {
        return tl::unexpected{std::move(parts.error())};
    }
    auto unit = unify(*parts, units);
    if (!unit) {
        return tl::unexpected{std::move(unit.error())};
    }
    CbValue value{.unit = std::move(*unit)};
    value.printed_units = converted_units(*parts, value.unit);
    if (is_summary) {
        value.summary.emplace();
        for (std::size_t i = 0; i < parts->keys.size(); ++i) {
            value.summary->emplace(parts->keys[i], parts->measures[i].value);
        }
        return value;
    }
    for (const auto& measure : parts->measures) {
        value.values.push_back(measure.value);
    }
    return value;
}

} // namespace cb::parse
