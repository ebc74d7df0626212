#include "parse/formats/formats.hpp"
#include "parse/labels.hpp"
#include "parse/repair.hpp"

namespace cb::parse {

namespace {

/// One of Bencher's built-in measures: lib/bencher_json/src/project/measure/built_in.rs. Its unit
/// is known. Bencher does not give the better direction, but for time, memory and throughput it is
/// obvious.
struct BuiltIn {
    std::string_view slug, name, unit;
    Direction direction;
};

constexpr std::array built_ins{
    BuiltIn{"latency", "Latency", "ns", Direction::lower},
    BuiltIn{"throughput", "Throughput", "ops/s", Direction::higher},
    BuiltIn{"build-time", "Build Time", "s", Direction::lower},
    BuiltIn{"file-size", "File Size", "B", Direction::lower},
    BuiltIn{"allocated", "Allocated", "B", Direction::lower},
    BuiltIn{"gen0-collects", "Gen0 Collects", "collects", Direction::unknown},
    BuiltIn{"gen1-collects", "Gen1 Collects", "collects", Direction::unknown},
    BuiltIn{"gen2-collects", "Gen2 Collects", "collects", Direction::unknown},
    BuiltIn{"instructions", "Instructions", "instructions", Direction::lower},
    BuiltIn{"estimated-cycles", "Estimated Cycles", "cycles", Direction::lower},
    BuiltIn{"l1-accesses", "L1 Accesses", "accesses", Direction::unknown},
    BuiltIn{"l2-accesses", "L2 Accesses", "accesses", Direction::unknown},
    BuiltIn{"ram-accesses", "RAM Accesses", "accesses", Direction::unknown},
    BuiltIn{"l1-hits", "L1 Hits", "hits", Direction::unknown},
    BuiltIn{"l2-hits", "L2 Hits", "hits", Direction::unknown},
    BuiltIn{"ll-hits", "LL Hits", "hits", Direction::unknown},
    BuiltIn{"ram-hits", "RAM Hits", "hits", Direction::unknown},
    BuiltIn{"total-read-write", "Total read+write", "reads/writes", Direction::unknown},
    BuiltIn{"total-bytes", "Total bytes", "B", Direction::lower},
    BuiltIn{"total-blocks", "Total blocks", "blocks", Direction::lower},
    BuiltIn{"at-t-gmax-bytes", "At t-gmax bytes", "B", Direction::lower},
    BuiltIn{"at-t-gmax-blocks", "At t-gmax blocks", "blocks", Direction::lower},
    BuiltIn{"at-t-end-bytes", "At t-end bytes", "B", Direction::lower},
    BuiltIn{"at-t-end-blocks", "At t-end blocks", "blocks", Direction::lower},
    BuiltIn{"reads-bytes", "Reads bytes", "B", Direction::lower},
    BuiltIn{"writes-bytes", "Writes bytes", "B", Direction::lower},
};

/// The suffixes of a benchmark's name for which Bencher raises no alerts:
/// lib/bencher_valid/src/benchmark_name.rs.
constexpr std::array<std::string_view, 3> muted_endings{
    "-bencher-ignore", "_bencher_ignore", "BencherIgnore"};

/// Names the benchmark as Bencher does, with a label for the suffix.
Result make_bmf_base(std::string_view benchmark)
{
    const auto* const muted = find_where(muted_endings, [&](std::string_view ending) {
        return benchmark.size() > ending.size() && benchmark.ends_with(ending);
    });
    if (muted == nullptr) {
        return make_test(benchmark);
    }
    auto result = make_test(benchmark.substr(0, benchmark.size() - muted->size()));
    add_label(result.labels, "bencher-ignore", "true");
    return result;
}

/// A measure unknown to Bencher has no unit.
ResultMetric bmf_metric(std::string_view name)
{
    const auto* const known = find_where(built_ins, [name](const BuiltIn& measure) {
        return measure.slug == name || measure.name == name;
    });
    return known == nullptr ? ResultMetric{name, ""}
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
bool takes_bmf(JsonValue object)
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

void read_bmf(JsonReading& reading)
{
    for (const auto& [name, metrics] : reading.root().members()) {
        if (!reading.takes_name(name, metrics)) {
            continue;
        }
        const auto base = make_bmf_base(name);
        for (const auto& [measure, metric] : metrics.members()) {
            if (reading.takes_name(measure, metric)) {
                read_metric(reading, make_result(base, bmf_metric(measure)), metric);
            }
        }
    }
}

} // namespace

std::unique_ptr<JsonFormat> make_bmf()
{
    return std::make_unique<PlainFormat>(
        std::vector<Key>{{"value", Key::Finds::grandparent}}, takes_bmf, read_bmf);
}

} // namespace cb::parse
