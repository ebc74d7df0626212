#include "parse/formats/formats.hpp"
#include "parse/labels.hpp"
#include "parse/repair.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace cb::parse {

namespace {

/// One of Bencher's built-in measures: lib/bencher_json/src/project/measure/built_in.rs. Its unit
/// is known. Bencher does not give the better direction, but for time, memory and throughput it is
/// obvious.
struct Measure {
    std::string_view slug, name, unit;
    Direction direction;
};

constexpr std::array measures{
    Measure{"latency", "Latency", "ns", Direction::lower},
    Measure{"throughput", "Throughput", "ops/s", Direction::higher},
    Measure{"build-time", "Build Time", "s", Direction::lower},
    Measure{"file-size", "File Size", "B", Direction::lower},
    Measure{"allocated", "Allocated", "B", Direction::lower},
    Measure{"gen0-collects", "Gen0 Collects", "collects", Direction::unknown},
    Measure{"gen1-collects", "Gen1 Collects", "collects", Direction::unknown},
    Measure{"gen2-collects", "Gen2 Collects", "collects", Direction::unknown},
    Measure{"instructions", "Instructions", "instructions", Direction::lower},
    Measure{"estimated-cycles", "Estimated Cycles", "cycles", Direction::lower},
    Measure{"l1-accesses", "L1 Accesses", "accesses", Direction::unknown},
    Measure{"l2-accesses", "L2 Accesses", "accesses", Direction::unknown},
    Measure{"ram-accesses", "RAM Accesses", "accesses", Direction::unknown},
    Measure{"l1-hits", "L1 Hits", "hits", Direction::unknown},
    Measure{"l2-hits", "L2 Hits", "hits", Direction::unknown},
    Measure{"ll-hits", "LL Hits", "hits", Direction::unknown},
    Measure{"ram-hits", "RAM Hits", "hits", Direction::unknown},
    Measure{"total-read-write", "Total read+write", "reads/writes", Direction::unknown},
    Measure{"total-bytes", "Total bytes", "B", Direction::lower},
    Measure{"total-blocks", "Total blocks", "blocks", Direction::lower},
    Measure{"at-t-gmax-bytes", "At t-gmax bytes", "B", Direction::lower},
    Measure{"at-t-gmax-blocks", "At t-gmax blocks", "blocks", Direction::lower},
    Measure{"at-t-end-bytes", "At t-end bytes", "B", Direction::lower},
    Measure{"at-t-end-blocks", "At t-end blocks", "blocks", Direction::lower},
    Measure{"reads-bytes", "Reads bytes", "B", Direction::lower},
    Measure{"writes-bytes", "Writes bytes", "B", Direction::lower},
};

/// The suffixes of a benchmark's name for which Bencher raises no alerts:
/// lib/bencher_valid/src/benchmark_name.rs.
constexpr std::array<std::string_view, 3> muted_endings{
    "-bencher-ignore", "_bencher_ignore", "BencherIgnore"};

/// Names the benchmark as Bencher does, with a label for the suffix.
Result make_base(std::string_view benchmark)
{
    Result result;
    result.benchmark = "default";
    for (const auto ending : muted_endings) {
        if (benchmark.size() > ending.size() && benchmark.ends_with(ending)) {
            benchmark.remove_suffix(ending.size());
            add_label(result.labels, "bencher-ignore", "true");
            break;
        }
    }
    result.test = benchmark;
    return result;
}

/// A measure unknown to Bencher has no unit.
ResultMetric metric_of(std::string_view name)
{
    const auto* const known =
        std::find_if(measures.begin(), measures.end(), [name](const Measure& measure) {
            return measure.slug == name || measure.name == name;
        });
    return known == measures.end() ? ResultMetric{name, ""}
                                   : ResultMetric{known->slug, known->unit, known->direction};
}

/// Whether the value is an object with only the figures of a measure, valid or not.
bool is_metric(JsonValue value)
{
    const auto members = value.members();
    return value.size() > 0 && std::all_of(members.begin(), members.end(), [](const auto& member) {
               return member.name == "value" || member.name == "lower_value" ||
                      member.name == "upper_value";
           });
}

/// Whether the value is an object with only metrics, and at least one.
bool is_benchmark(JsonValue value)
{
    const auto members = value.members();
    return value.is_object() && value.size() > 0 &&
           std::all_of(members.begin(), members.end(), [](const auto& member) {
               return member.value.is_object() && is_metric(member.value);
           });
}

/// Whether at least one of its metrics has a figure meant as a number.
bool has_number(JsonValue benchmark)
{
    const auto metrics = benchmark.members();
    return std::any_of(metrics.begin(), metrics.end(), [](const auto& metric) {
        const auto value = metric.value["value"];
        return value.number() || bare_word(value.text_or(""));
    });
}

/// Reads a metric: lib/bencher_json/src/project/metric/mod.rs. A figure with bounds summarizes
/// several measurements.
void read_metric(JsonReading& reading, Result result, JsonValue metric)
{
    if (!reading.require_number(metric["value"])) {
        return;
    }
    std::vector<SummaryFigure> figures{{"value", "avg"}};
    for (const auto& bound :
         {SummaryFigure{"lower_value", "lower"}, SummaryFigure{"upper_value", "upper"}}) {
        if (metric[bound.member]) {
            figures.push_back(bound);
            if (!reading.require_number(metric[bound.member])) {
                return;
            }
        }
    }
    if (figures.size() == 1) {
        reading.add_value(std::move(result), metric["value"]);
    } else {
        reading.add_summary(std::move(result), metric, figures);
    }
}

/// Requires only such objects, and a number, because many objects in a log contain a "value".
bool takes(JsonValue object)
{
    bool has_any = false;
    for (const auto& [name, benchmark] : object.members()) {
        if (!is_benchmark(benchmark)) {
            return false;
        }
        has_any = has_any || has_number(benchmark);
    }
    return has_any;
}

void read(JsonReading& reading)
{
    for (const auto& [name, metrics] : reading.root().members()) {
        if (!reading.takes_name(name, metrics)) {
            continue;
        }
        const auto base = make_base(name);
        for (const auto& [measure, metric] : metrics.members()) {
            if (reading.takes_name(measure, metric)) {
                read_metric(reading, make_result(base, metric_of(measure)), metric);
            }
        }
    }
}

} // namespace

std::unique_ptr<JsonFormat> make_bmf()
{
    return make_json_format({{"value", Key::Finds::grandparent}}, takes, read);
}

} // namespace cb::parse
