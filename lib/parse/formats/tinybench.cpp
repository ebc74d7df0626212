#include "parse/formats/formats.hpp"
#include "parse/line_words.hpp"

namespace cb::parse {

namespace {

constexpr std::string_view table_name = "Task name";

/// The result of a task, either in its own member or merged into the task.
JsonValue result_of(JsonValue task)
{
    return task["result"].is_object() ? task["result"] : task;
}

/// Since version 3 the latency is an object; the throughput next to it is redundant.
JsonValue latency_of(JsonValue result)
{
    return result["latency"].is_object() ? result["latency"] : result;
}

/// A row of bench.table(): "8451.2 ± 129.54%" summarizes several measurements.
void read_row(JsonReading& reading, JsonValue row, const Result& base)
{
    if (row["Error"]) {
        reading.wrong(row["Error"], "the benchmark failed");
        return;
    }
    auto result = make_result(base, {"time", "ns", Direction::lower});
    result.summary.emplace();
    for (const auto& [member, key] :
         {SummaryFigure{"Latency avg (ns)", "avg"}, SummaryFigure{"Latency med (ns)", "median"}}) {
        const auto text = row[member].text_or("");
        const auto value = parse_finite(text.substr(0, text.find(' ')));
        if (!value) {
            reading.wrong(row[member], row[member] ? value.error() : "is missing");
            return;
        }
        result.summary->emplace(key, *value);
    }
    reading.add(std::move(result), row["Latency avg (ns)"]);
}

bool is_task(JsonValue object)
{
    const auto result = result_of(object);
    const auto is_measured = result["latency"].has_all({"mean", "rme", "p995"}) ||
                             result.has_all({"mean", "rme", "p995", "hz"});
    const bool is_failed = object["result"].is_object() && result.has("error") &&
                           (result.size() == 1 || result["state"].text() == "errored");
    return object["name"].text() && !object.has("rank") &&
           (is_measured || is_failed); // to exclude Vitest
}

bool takes_tinybench(JsonValue object)
{
    return is_task(object) ||
           (object.has(table_name) && object.has_any({"Latency avg (ns)", "Error"}));
}

/// Reads a task of which the program prints the name and the result: src/types.ts.
void read_tinybench(JsonReading& reading)
{
    const auto task = reading.root();
    const bool is_row = task.has(table_name);
    const auto base = reading.require_test(task[is_row ? table_name : "name"]);
    if (!base) {
        return;
    }
    if (is_row) {
        read_row(reading, task, *base);
        return;
    }
    const auto latency = latency_of(result_of(task));
    auto result = make_result(*base, {"time", "ms", Direction::lower});
    if (!latency.has("mean")) {
        reading.wrong(result_of(task), "the benchmark failed");
    } else if (latency["samples"].size() > 0) {
        reading.add_samples(std::move(result), latency["samples"]);
    } else { // figures derived from these (hz, period, variance, rme) are dropped
        reading.add_summary(std::move(result), latency, usual_figures);
    }
}

} // namespace

std::unique_ptr<JsonFormat> make_tinybench()
{
    return std::make_unique<PlainFormat>(
        std::vector<Key>{{"result"}, {"latency"}, {"rme"}, {"Task name"}},
        takes_tinybench,
        read_tinybench);
}

} // namespace cb::parse
