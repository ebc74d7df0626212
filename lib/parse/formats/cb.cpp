#include "base/file.hpp"
#include "parse/formats/cb_value.hpp"
#include "parse/formats/formats.hpp"

#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace cb::parse {

namespace {

namespace dom = simdjson::dom;

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

/// The line number at that index of a pair: 3 or 3.0.
std::optional<std::uint64_t> line_at(dom::array pair, std::size_t index)
{
    double number = 0;
    if (pair.at(index).get(number) != simdjson::SUCCESS || !(number >= 1 && number <= 1e15)) {
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(number);
}

/// The ranges of lines that the benchmark gave itself; none if they are not well-formed.
std::optional<Lines> lines_of(std::optional<dom::element> element)
{
    dom::array ranges;
    if (!element || element->get(ranges) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    Lines lines;
    for (const auto range : ranges) {
        dom::array pair;
        if (range.get(pair) != simdjson::SUCCESS || pair.size() != 2) {
            return std::nullopt;
        }
        const auto first = line_at(pair, 0);
        const auto last = line_at(pair, 1);
        if (!first || !last || *first > *last) {
            return std::nullopt;
        }
        lines.emplace_back(*first, *last);
    }
    return lines.empty() ? std::nullopt : std::optional{std::move(lines)};
}

/// Reads one object.
class CbReading {
public:
    explicit CbReading(JsonReading& reading) : reading_{reading} {}

    void read()
    {
        const auto root = reading_.root();
        benchmark_ = text_of(member(root, "name")).value_or("default");
        if (!reading_.takes_name(benchmark_, Field{"name"})) {
            return;
        }
        const auto results = member(root, "results");
        const Field field{"results"};
        dom::array list;
        if (results && results->get(list) == simdjson::SUCCESS) {
            std::size_t index = 0;
            for (const auto result : list) {
                read_result(result, Field{field, index++});
            }
        } else {
            reading_.wrong(
                field, results ? "must be a list" : R"(is missing, and "metrics" belongs into it)");
        }
    }

private:
    struct Named {
        dom::object object;
        std::string_view name;
    };

    /// The object and its name; none, and the entry is rejected, if it is no object with a name.
    [[nodiscard]] std::optional<Named> named(dom::element element, const Field& field)
    {
        const auto object = object_of(element);
        if (!object) {
            reading_.wrong(field, "must be an object");
            return std::nullopt;
        }
        const auto name = reading_.require_name(*object, "name", field);
        return name ? std::optional{Named{*object, *name}} : std::nullopt;
    }

    void read_result(dom::element element, const Field& field)
    {
        if (const auto result = named(element, field)) {
            test_ = result->name;
            read_metrics(member(result->object, "metrics"), Field{field, "metrics"});
        }
    }

    void read_metrics(std::optional<dom::element> metrics, const Field& field)
    {
        dom::object old_metrics;
        dom::array list;
        if (metrics && metrics->get(old_metrics) == simdjson::SUCCESS) { // version 1
            for (const auto [name, value] : old_metrics) {
                read_old_metric(name, value, Field{field, name});
            }
        } else if (metrics && metrics->get(list) == simdjson::SUCCESS) {
            std::size_t index = 0;
            for (const auto metric : list) {
                read_metric(metric, Field{field, index++});
            }
        } else {
            reading_.wrong(field, metrics ? "must be a list or an object" : "is missing");
        }
    }

    void read_old_metric(std::string_view name, dom::element value, const Field& field)
    {
        if (reading_.takes_name(name, field)) {
            Result result;
            result.metric = name;
            read_value(std::move(result), value, {}, field);
        }
    }

    void read_metric(dom::element element, const Field& field)
    {
        const auto named_metric = named(element, field);
        if (!named_metric) {
            return;
        }
        const auto object = named_metric->object;
        const auto trend = member(object, "trend");
        const auto direction =
            trend ? direction_of(text_of(trend).value_or("not a string")) : Direction::unknown;
        if (!direction) {
            reading_.wrong(Field{field, "trend"},
                           R"(must be "lower-is-better", "higher-is-better" or "")");
            return;
        }
        const auto value = member(object, "value");
        if (!value) {
            reading_.wrong(Field{field, "value"}, "is missing");
            return;
        }
        Result result;
        result.metric = named_metric->name;
        result.direction = *direction;
        result.description = text_of(member(object, "description")).value_or("");
        result.lines = lines_of(member(object, "lines")).value_or(Lines{});
        read_value(std::move(result),
                   *value,
                   trimmed(text_of(member(object, "units")).value_or("")),
                   Field{field, "value"});
    }

    void read_value(Result result, dom::element element, std::string_view units, const Field& field)
    {
        auto value = read_cb_value(element, units);
        if (!value) {
            reading_.wrong(field, value.error().reason, value.error().part);
            return;
        }
        result.benchmark = benchmark_;
        result.test = test_;
        result.unit = std::move(value->unit);
        result.printed_units = std::move(value->printed_units);
        result.values = std::move(value->values);
        result.summary = std::move(value->summary);
        reading_.add(std::move(result), field);
    }

    JsonReading& reading_;
    std::string benchmark_{}, test_{};
};

bool has_metrics(dom::element element)
{
    const auto object = object_of(element);
    return object && has_key(*object, "metrics");
}

bool is_metric(dom::element element)
{
    const auto object = object_of(element);
    return object && has_key(*object, "name") && has_key(*object, "value");
}

template <typename Is> bool has_any(std::optional<dom::element> list, const Is& is)
{
    const auto elements = array_of(list);
    return elements && std::any_of(elements->begin(), elements->end(), is);
}

/// current-bench's format, versions 1 to 3: objects with "results". A metric that is wrong costs
/// only itself. Many tools write "results" or "metrics" that are something else (SARIF, k6, lit):
/// only what has both, or a list of metrics in our words, is meant to be of this format.
class CbFormat final : public JsonFormat {
public:
    [[nodiscard]] std::vector<Key> keys() const override { return {{"results"}, {"metrics"}}; }

    [[nodiscard]] bool takes(dom::object object) const override
    {
        const auto results = member(object, "results");
        const auto list = array_of(results);
        return (list && list->size() == 0) || has_any(results, has_metrics) ||
               (!results && has_any(member(object, "metrics"), is_metric));
    }

    void read(JsonReading& reading) override { CbReading{reading}.read(); }
};

} // namespace

std::unique_ptr<JsonFormat> make_cb()
{
    return std::make_unique<CbFormat>();
}

} // namespace cb::parse
