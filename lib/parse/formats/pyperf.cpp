#include "parse/formats/formats.hpp"

namespace cb::parse {

namespace {

/// pyperf has three units; the second is the default.
ResultMetric pyperf_metric(std::string_view unit)
{
    if (unit.empty() || unit == "second") {
        return {"time", "second", Direction::lower};
    }
    if (unit == "byte") {
        return {"memory", unit, Direction::lower};
    }
    return {"value", unit == "integer" ? "" : unit};
}

/// The JSON of pyperf (pyperf/_bench.py, BenchmarkSuite.dump()): "benchmarks", followed by their
/// common "metadata", often including their name and unit. So a benchmark waits for it.
class Pyperf final : public JsonFormat {
public:
    [[nodiscard]] std::vector<Key> keys() const override
    {
        return {{"benchmarks", Key::Finds::elements}, {"metadata", Key::Finds::elements}};
    }

    [[nodiscard]] bool takes(JsonValue object) const override
    {
        return !object.has_any({"results", "metrics", "stats", "real_time", "cpu_time"}) &&
               (is_benchmark(object) ||
                (!waiting_.empty() && object.has_any({"name", "unit", "perf_version", "loops"})));
    }

    void read(JsonReading& reading) override
    {
        if (is_benchmark(reading.root())) {
            read_benchmark(reading);
        } else {
            settle(reading.collector(), reading.root());
        }
    }

    void finish(Collector& collector) override { settle(collector, {}); }

private:
    /// A benchmark as read so far.
    struct Waiting {
        Result result{};
        std::string unit{};
    };

    static bool is_benchmark(JsonValue object)
    {
        const auto runs = object["runs"];
        return runs && (runs.at(0).has_any({"values", "warmups", "metadata"}) ||
                        object["metadata"].is_object());
    }

    void read_benchmark(JsonReading& reading)
    {
        const auto metadata = reading.root()["metadata"];
        Waiting waiting{.unit = std::string{metadata["unit"].text_or("")}};
        waiting.result.benchmark = "default";
        waiting.result.test = metadata["name"].text_or("");
        waiting.result.lines = {reading.lines()};
        waiting.result.values = samples_of(reading, reading.root()["runs"]);
        if (!waiting.result.values.empty()) {
            waiting_.push_back(std::move(waiting));
        }
    }

    static std::vector<double> samples_of(JsonReading& reading, JsonValue runs)
    {
        std::vector<double> samples;
        if (!reading.require_list(runs)) {
            return samples;
        }
        bool has_values = false;
        for (const auto run : runs.elements()) {
            if (run.is_object() && !run.has("values")) { // a calibration or warm-up run
                continue;
            }
            has_values = true;
            if (!reading.require_object(run)) {
                continue;
            }
            const auto values = run["values"];
            if (reading.require_list(values) && values.size() == 0) {
                reading.wrong(values, "holds no values");
            }
            const auto more = reading.numbers_of(values);
            samples.insert(samples.end(), more.begin(), more.end());
        }
        if (!has_values) {
            reading.wrong(runs, "hold no values");
        }
        return samples;
    }

    /// `common` is the common metadata, if the file has it.
    void settle(Collector& collector, JsonValue common)
    {
        for (auto& [result, unit] : waiting_) {
            if (result.test.empty()) {
                result.test = common["name"].text_or("");
            }
            result = make_result(result,
                                 pyperf_metric(unit.empty() ? common["unit"].text_or("") : unit));
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
