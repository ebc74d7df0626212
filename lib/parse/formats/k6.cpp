#include "parse/formats/formats.hpp"

namespace cb::parse {

namespace {

constexpr std::array k6_figures{SummaryFigure{"avg", "avg"},
                                SummaryFigure{"min", "min"},
                                SummaryFigure{"med", "median"},
                                SummaryFigure{"max", "max"},
                                SummaryFigure{"p(90)", "p90"},
                                SummaryFigure{"p(95)", "p95"},
                                SummaryFigure{"p(99)", "p99"},
                                SummaryFigure{"p(99.9)", "p99.9"}};

/// k6's own metrics whose better direction follows from its documentation.
struct K6Metric {
    std::string_view name;
    Direction direction;
};

constexpr std::array k6_metrics{K6Metric{"http_reqs", Direction::higher},
                                K6Metric{"iterations", Direction::higher},
                                K6Metric{"checks", Direction::higher},
                                K6Metric{"http_req_failed", Direction::lower},
                                K6Metric{"dropped_iterations", Direction::lower}};

enum class K6Kind : std::uint8_t { trend, counter, rate, gauge, unknown };

/// "http_reqs" for "http_reqs{scenario:login}", a subset of it.
std::string_view whole_of(std::string_view name)
{
    return name.substr(0, name.find('{'));
}

Direction k6_direction(std::string_view name)
{
    const auto* const known = find_named(k6_metrics, whole_of(name));
    return known == nullptr ? Direction::unknown : known->direction;
}

/// The output of --summary-export has no types.
K6Kind kind_of(JsonValue metric, JsonValue values)
{
    constexpr std::array<std::pair<std::string_view, K6Kind>, 4> words{
        {{"trend", K6Kind::trend},
         {"counter", K6Kind::counter},
         {"rate", K6Kind::rate},
         {"gauge", K6Kind::gauge}}};
    for (const auto& [word, kind] : words) {
        if (metric["type"].text() == word) {
            return kind;
        }
    }
    if (values.has_any({"avg", "med", "p(95)"})) {
        return K6Kind::trend;
    }
    if (values.has("passes")) {
        return K6Kind::rate;
    }
    if (values.has_all({"count", "rate"})) {
        return K6Kind::counter;
    }
    return values.has_all({"value", "min", "max"}) ? K6Kind::gauge : K6Kind::unknown;
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
    take_figures(result, values, k6_figures);
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
    const auto base = make_test(name);
    switch (kind_of(metric, values)) {
    case K6Kind::trend:
        add_trend(reading,
                  make_result(base,
                              is_time(name, metric)
                                  ? ResultMetric{"time", "ms", Direction::lower}
                                  : ResultMetric{"value", is_data(name, metric) ? "B" : ""}),
                  values);
        break;
    case K6Kind::counter: // its count depends on how long the test ran
        reading.add_value(
            make_result(base, {"rate", is_data(name, metric) ? "B/s" : "1/s", k6_direction(name)}),
            values["rate"]);
        break;
    case K6Kind::rate:
        reading.add_value(make_result(base, {"share", "", k6_direction(name)}),
                          values.has("rate") ? values["rate"] : values["value"]);
        break;
    case K6Kind::gauge:
        if (whole_of(name) != "vus" && whole_of(name) != "vus_max") { // settings of the test
            reading.add_value(make_result(base, {"value", is_time(name, metric) ? "ms" : ""}),
                              values["value"]);
        }
        break;
    case K6Kind::unknown:
        reading.wrong(metric, "is no trend, counter, rate or gauge");
        break;
    }
}

bool takes_k6(JsonValue object)
{
    return object["metrics"].is_object() && !object.has("results") &&
           (object["root_group"].has_any({"checks", "groups"}) ||
            object["state"].has("testRunDurationMs"));
}

/// Reads the argument of handleSummary(), or the output of --summary-export:
/// internal/js/summary.go.
void read_k6(JsonReading& reading)
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
    return std::make_unique<PlainFormat>(std::vector<Key>{{"metrics"}}, takes_k6, read_k6);
}

} // namespace cb::parse
