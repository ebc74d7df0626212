#include "parse/formats/formats.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace cb::parse {

namespace {

constexpr std::array figures{SummaryFigure{"avg", "avg"},
                             SummaryFigure{"min", "min"},
                             SummaryFigure{"med", "median"},
                             SummaryFigure{"max", "max"},
                             SummaryFigure{"p(90)", "p90"},
                             SummaryFigure{"p(95)", "p95"},
                             SummaryFigure{"p(99)", "p99"},
                             SummaryFigure{"p(99.9)", "p99.9"}};

/// k6's own metrics whose better direction follows from its documentation.
struct Known {
    std::string_view name;
    Direction direction;
};

constexpr std::array known_metrics{Known{"http_reqs", Direction::higher},
                                   Known{"iterations", Direction::higher},
                                   Known{"checks", Direction::higher},
                                   Known{"http_req_failed", Direction::lower},
                                   Known{"dropped_iterations", Direction::lower}};

enum class Kind : std::uint8_t { trend, counter, rate, gauge, unknown };

/// "http_reqs" for "http_reqs{scenario:login}", a subset of it.
std::string_view whole_of(std::string_view name)
{
    return name.substr(0, name.find('{'));
}

Direction direction_of(std::string_view name)
{
    const auto* const known =
        std::find_if(known_metrics.begin(), known_metrics.end(), [name](const Known& metric) {
            return metric.name == whole_of(name);
        });
    return known == known_metrics.end() ? Direction::unknown : known->direction;
}

/// The output of --summary-export has no types.
Kind kind_of(JsonValue metric, JsonValue values)
{
    constexpr std::array<std::pair<std::string_view, Kind>, 4> words{{{"trend", Kind::trend},
                                                                      {"counter", Kind::counter},
                                                                      {"rate", Kind::rate},
                                                                      {"gauge", Kind::gauge}}};
    for (const auto& [word, kind] : words) {
        if (metric["type"].text() == word) {
            return kind;
        }
    }
    if (values.has_any({"avg", "med", "p(95)"})) {
        return Kind::trend;
    }
    if (values.has("passes")) {
        return Kind::rate;
    }
    if (values.has_all({"count", "rate"})) {
        return Kind::counter;
    }
    return values.has_all({"value", "min", "max"}) ? Kind::gauge : Kind::unknown;
}

bool is_data(std::string_view name, JsonValue metric)
{
    return metric["contains"].text() == "data" ||
           (!metric.has("contains") && whole_of(name).starts_with("data_"));
}

/// Whether the values are times, which in a summary are always in milliseconds.
bool is_time(std::string_view name, JsonValue metric)
{
    const auto whole = whole_of(name);
    return metric["contains"].text() == "time" ||
           (!metric.has("contains") &&
            (whole.starts_with("http_req_") || whole == "iteration_duration" ||
             whole == "group_duration" || whole == "grpc_req_duration"));
}

/// Without an average, `avg` is the median, as for any summary.
void add_trend(JsonReading& reading, Result result, JsonValue values)
{
    result.summary.emplace();
    for (const auto& [member, key] : figures) {
        if (const auto number = values[member].number()) {
            result.summary->emplace(key, *number);
        }
    }
    if (const auto median = result.summary->find("median"); median != result.summary->end()) {
        result.summary->emplace("avg", median->second);
    }
    if (result.summary->count("avg") == 0) {
        reading.wrong(values["avg"], number_of(values["avg"]).error() + ", and so is the median");
        return;
    }
    reading.add(std::move(result), values);
}

void read_metric(JsonReading& reading, std::string_view name, JsonValue metric)
{
    const auto values = metric["values"].is_object() ? metric["values"] : metric;
    Result base;
    base.benchmark = "default";
    base.test = name;
    switch (kind_of(metric, values)) {
    case Kind::trend:
        add_trend(reading,
                  make_result(base,
                              is_time(name, metric)
                                  ? ResultMetric{"time", "ms", Direction::lower}
                                  : ResultMetric{"value", is_data(name, metric) ? "B" : ""}),
                  values);
        break;
    case Kind::counter: // its count depends on how long the test ran
        reading.add_value(
            make_result(base, {"rate", is_data(name, metric) ? "B/s" : "1/s", direction_of(name)}),
            values["rate"]);
        break;
    case Kind::rate:
        reading.add_value(make_result(base, {"share", "", direction_of(name)}),
                          values.has("rate") ? values["rate"] : values["value"]);
        break;
    case Kind::gauge:
        if (whole_of(name) != "vus" && whole_of(name) != "vus_max") { // settings of the test
            reading.add_value(make_result(base, {"value", is_time(name, metric) ? "ms" : ""}),
                              values["value"]);
        }
        break;
    case Kind::unknown:
        reading.wrong(metric, "is no trend, counter, rate or gauge");
        break;
    }
}

bool takes(JsonValue object)
{
    return object["metrics"].is_object() && !object.has("results") &&
           (object["root_group"].has_any({"checks", "groups"}) ||
            object["state"].has("testRunDurationMs"));
}

/// Reads the argument of handleSummary(), or the output of --summary-export:
/// internal/js/summary.go.
void read(JsonReading& reading)
{
    for (const auto& [name, metric] : reading.root()["metrics"].members()) {
        if (!metric.is_object()) {
            reading.wrong(metric, "must be an object");
        } else if (reading.takes_name(name, metric)) {
            read_metric(reading, name, metric);
        }
    }
}

} // namespace

std::unique_ptr<JsonFormat> make_k6()
{
    return make_json_format({{"metrics"}}, takes, read);
}

} // namespace cb::parse
