#include "parse/formats/formats.hpp"
#include "parse/labels.hpp"
#include "parse/repair.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <utility>

namespace cb::parse {

namespace {

namespace dom = simdjson::dom;

/// A measure that Bencher has in itself: lib/bencher_json/src/project/measure/built_in.rs. Its unit
/// is known; Bencher does not say which way is better, but of time, memory and throughput it is
/// plain.
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

/// The endings of a benchmark's name for which Bencher raises no alerts:
/// lib/bencher_valid/src/benchmark_name.rs.
constexpr std::array<std::string_view, 3> muted_endings{
    "-bencher-ignore", "_bencher_ignore", "BencherIgnore"};

/// Names the benchmark as Bencher does, and says in a label what the ending meant.
Result named(std::string_view benchmark)
{
    Result result;
    result.benchmark = "default";
    for (const auto ending : muted_endings) {
        if (benchmark.size() > ending.size() &&
            benchmark.substr(benchmark.size() - ending.size()) == ending) {
            benchmark.remove_suffix(ending.size());
            add_label(result.labels, "bencher-ignore", "true");
            break;
        }
    }
    result.test = benchmark;
    return result;
}

/// Whether the element is an object of nothing but the figures of a measure, good or bad.
bool is_metric(dom::element element)
{
    const auto object = object_of(element);
    if (!object || object->size() == 0) {
        return false;
    }
    for (const auto [name, value] : *object) {
        if (name != "value" && name != "lower_value" && name != "upper_value") {
            return false;
        }
    }
    return true;
}

/// Whether the figure of a metric is meant to be a number.
bool has_number(dom::element metric)
{
    const auto object = object_of(metric);
    const auto value = object ? member(*object, "value") : std::nullopt;
    return number_of(value) || bare_word(text_of(value).value_or(""));
}

/// Whether the object has a metric, and nothing that is none.
bool is_benchmark(dom::object object)
{
    for (const auto [name, value] : object) {
        if (!is_metric(value)) {
            return false;
        }
    }
    return object.size() > 0;
}

/// Reads the metrics of one benchmark: lib/bencher_json/src/project/metric/mod.rs.
class Benchmark {
public:
    Benchmark(JsonReading& reading, Result base, const Field& field)
        : reading_{reading}, base_{std::move(base)}, field_{field}
    {}

    void read(dom::object metrics)
    {
        for (const auto [name, value] : metrics) {
            const Field place{field_, name};
            const auto object = object_of(value);
            if (object && reading_.takes_name(name, place)) {
                read_metric(name, *object, place);
            }
        }
    }

private:
    /// A figure with bounds was made of several measurements.
    void read_metric(std::string_view name, dom::object object, const Field& field)
    {
        const auto value = reading_.require_number(object, "value", field);
        if (!value) {
            return;
        }
        auto result = result_of(name);
        for (const auto& [bound, key] : bounds) {
            if (const auto element = member(object, bound)) {
                const auto number = reading_.require_number(object, bound, field);
                if (!number) {
                    return;
                }
                result.summary = result.summary.value_or(std::map<std::string, double>{});
                result.summary->emplace(key, *number);
            }
        }
        if (result.summary) {
            result.summary->emplace("avg", *value);
        } else {
            result.values = {*value};
        }
        reading_.add(std::move(result), field);
    }

    [[nodiscard]] Result result_of(std::string_view name) const
    {
        auto result = base_;
        result.metric = name;
        const auto* const known =
            std::find_if(measures.begin(), measures.end(), [name](const Measure& measure) {
                return measure.slug == name || measure.name == name;
            });
        if (known != measures.end()) {
            result.metric = known->slug;
            result.unit = known->unit;
            result.direction = known->direction;
        }
        return result;
    }

    static constexpr std::array<std::pair<std::string_view, std::string_view>, 2> bounds{
        {{"lower_value", "lower"}, {"upper_value", "upper"}}};

    JsonReading& reading_;
    Result base_;
    const Field& field_;
};

class Bmf final : public JsonFormat {
public:
    [[nodiscard]] std::vector<Key> keys() const override
    {
        return {{"value", Key::Finds::grandparent}};
    }

    /// Nothing but such objects, and a number: a log has many objects with a "value" somewhere.
    [[nodiscard]] bool takes(dom::object object) const override
    {
        bool has_any = false;
        for (const auto [name, value] : object) {
            const auto benchmark = object_of(value);
            if (!benchmark || !is_benchmark(*benchmark)) {
                return false;
            }
            for (const auto [measure, metric] : *benchmark) {
                has_any = has_any || has_number(metric);
            }
        }
        return has_any;
    }

    void read(JsonReading& reading) override
    {
        for (const auto [name, value] : reading.root()) {
            const Field field{name};
            const auto metrics = object_of(value);
            if (metrics && reading.takes_name(name, field)) {
                Benchmark{reading, named(name), field}.read(*metrics);
            }
        }
    }
};

} // namespace

std::unique_ptr<JsonFormat> make_bmf()
{
    return std::make_unique<Bmf>();
}

} // namespace cb::parse
