#include "parse/formats/formats.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cb::parse {

namespace {

namespace dom = simdjson::dom;

bool has_any(dom::object object, std::initializer_list<const char*> names)
{
    return std::any_of(
        names.begin(), names.end(), [&](const char* name) { return has_key(object, name); });
}

/// pyperf knows three units; the second is the default.
void set_unit(Result& result, std::string_view unit)
{
    result.metric = "value";
    if (unit.empty() || unit == "second") {
        result.metric = "time";
        result.unit = "second";
        result.direction = Direction::lower;
    } else if (unit == "byte") {
        result.metric = "memory";
        result.unit = unit;
        result.direction = Direction::lower;
    } else if (unit != "integer") {
        result.unit = unit;
    }
}

/// The JSON of pyperf (pyperf/_bench.py, BenchmarkSuite.dump()): "benchmarks", then "metadata" that
/// they have in common, often with their name and unit. So a benchmark waits for it.
class Pyperf final : public JsonFormat {
public:
    [[nodiscard]] std::vector<Key> keys() const override
    {
        return {{"benchmarks", Key::Finds::elements}, {"metadata", Key::Finds::elements}};
    }

    [[nodiscard]] bool takes(dom::object object) const override
    {
        if (has_any(object, {"results", "metrics", "stats", "real_time", "cpu_time"})) {
            return false;
        }
        return is_benchmark(object) ||
               (!waiting_.empty() && has_any(object, {"name", "unit", "perf_version", "loops"}));
    }

    void read(JsonReading& reading) override
    {
        if (is_benchmark(reading.root())) {
            read_benchmark(reading);
        } else {
            settle(reading.collector(), reading.root());
        }
    }

    void finish(Collector& collector) override { settle(collector, std::nullopt); }

private:
    /// A benchmark as far as the file has come.
    struct Waiting {
        Result result{};
        std::string unit{};
    };

    static bool is_benchmark(dom::object object)
    {
        const auto runs = member(object, "runs");
        if (!runs) {
            return false;
        }
        const auto list = elements_of(runs);
        const auto first = list.empty() ? std::nullopt : object_of(list.front());
        return (first && has_any(*first, {"values", "warmups", "metadata"})) ||
               object_of(member(object, "metadata"));
    }

    void read_benchmark(JsonReading& reading)
    {
        const auto root = reading.root();
        Waiting waiting{};
        waiting.result.benchmark = "default";
        waiting.result.lines = {reading.lines()};
        if (const auto metadata = object_of(member(root, "metadata"))) {
            waiting.result.test = text_of(member(*metadata, "name")).value_or("");
            waiting.unit = text_of(member(*metadata, "unit")).value_or("");
        }
        waiting.result.values = samples_of(reading);
        if (!waiting.result.values.empty()) {
            waiting_.push_back(std::move(waiting));
        }
    }

    static std::vector<double> samples_of(JsonReading& reading)
    {
        const Field field{"runs"};
        const auto runs = member(reading.root(), "runs");
        if (!array_of(runs)) {
            reading.wrong(field, "must be a list");
            return {};
        }
        std::vector<double> samples;
        std::size_t index = 0;
        bool has_values = false;
        for (const auto element : elements_of(runs)) {
            const Field place{field, index++};
            const auto run = object_of(element);
            if (!run) {
                reading.wrong(place, "must be an object");
                has_values = true;
            } else if (has_key(*run, "values")) { // others calibrate or warm up
                const auto more = values_of(reading, *run, Field{place, "values"});
                samples.insert(samples.end(), more.begin(), more.end());
                has_values = true;
            }
        }
        if (!has_values) {
            reading.wrong(field, "hold no values");
        }
        return samples;
    }

    static std::vector<double> values_of(JsonReading& reading, dom::object run, const Field& field)
    {
        const auto values = member(run, "values");
        if (!array_of(values)) {
            reading.wrong(field, "must be a list");
            return {};
        }
        const auto elements = elements_of(values);
        if (elements.empty()) {
            reading.wrong(field, "holds no values");
        }
        return reading.numbers_of(elements, field);
    }

    /// `common`: what the benchmarks have in common, if the file says it.
    void settle(Collector& collector, std::optional<dom::object> common)
    {
        const auto of_all = [&common](const char* name) {
            return common ? text_of(member(*common, name)).value_or("") : std::string_view{};
        };
        for (auto& [result, unit] : waiting_) {
            if (result.test.empty()) {
                result.test = of_all("name");
            }
            set_unit(result, unit.empty() ? of_all("unit") : unit);
            if (!result.test.empty()) {
                collector.add_or_reject(std::move(result), "runs");
            } else {
                collector.reject({.line = result.lines.front().first,
                                  .column = 1,
                                  .field = "metadata/name",
                                  .reason = "is missing, also in the metadata of the file"});
            }
        }
        waiting_.clear();
    }

    std::vector<Waiting> waiting_{};
};

} // namespace

std::unique_ptr<JsonFormat> make_pyperf()
{
    return std::make_unique<Pyperf>();
}

} // namespace cb::parse
