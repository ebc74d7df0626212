#include "base/time.hpp"
#include "json/writer.hpp"
#include "manifest/units.hpp"
#include "store/export/format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

/// The JSON of google-benchmark (src/json_reporter.cc), for its tools/compare.py.
namespace cb::store {

namespace {

constexpr std::array<std::string_view, 4> time_units{"ns", "us", "ms", "s"};

/// Members of a row that mean something else than a counter.
constexpr std::array<std::string_view, 12> members{"name",
                                                   "run_name",
                                                   "run_type",
                                                   "threads",
                                                   "iterations",
                                                   "repetitions",
                                                   "repetition_index",
                                                   "family_index",
                                                   "label",
                                                   "real_time",
                                                   "time_unit",
                                                   "aggregate_name"};

/// "ms" for "ms/op"; empty if it is no time.
std::string_view time_of_unit(std::string_view unit)
{
    const auto time = unit.substr(0, unit.find('/'));
    return nanoseconds(time) ? time : std::string_view{};
}

/// A metric whose numbers are written, by the names of google-benchmark.
struct Column {
    std::string name;
    std::vector<double> samples{};
    std::vector<std::pair<std::string, double>> aggregates{}; ///< if there are no samples
};

/// The tool's names for the figures of a summary.
std::vector<std::pair<std::string, double>> aggregates_of(const StoredMeasurement& measurement)
{
    std::vector<std::pair<std::string, double>> all;
    const auto& figures = measurement.figures;
    for (const auto& [name, value] :
         std::initializer_list<std::pair<const char*, std::optional<double>>>{
             {"mean", figures.mean},
             {"median", figures.median},
             {"stddev", figures.stddev},
             {"min", figures.min},
             {"max", figures.max}}) {
        if (value) {
            all.emplace_back(name, *value);
        }
    }
    return all;
}

/// The metrics of a test. The first is its time, in `unit`.
struct Test {
    std::string name;
    std::string unit;
    std::vector<Column> columns{};
};

/// The most fitting time of a test: null if it has none.
const StoredMeasurement* time_of_test(std::span<const StoredMeasurement> metrics)
{
    for (const auto* const name : {"real_time", "time", ""}) {
        for (const auto& metric : metrics) {
            const bool has_name = *name == '\0' || metric.series.metric == name;
            if (has_name && !time_of_unit(metric.series.unit).empty()) {
                return &metric;
            }
        }
    }
    return nullptr;
}

Column column_of(const StoredMeasurement& metric, std::string name, std::string_view unit)
{
    const auto from = time_of_unit(metric.series.unit);
    const auto in_unit = [&](double value) {
        return unit.empty() ? value : converted(value, from, unit).value_or(value);
    };
    Column column{.name = std::move(name)};
    for (const double value : metric.samples) {
        column.samples.push_back(in_unit(value));
    }
    if (metric.samples.empty()) {
        column.aggregates = aggregates_of(metric);
        for (auto& [aggregate, value] : column.aggregates) {
            value = in_unit(value);
        }
    }
    return column;
}

/// A name that no other member of the test's rows has.
std::string counter_name(const Test& test, std::string name)
{
    const auto is_taken = [&test](std::string_view text) {
        return std::find(members.begin(), members.end(), text) != members.end() ||
               std::any_of(test.columns.begin(), test.columns.end(), [text](const Column& column) {
                   return column.name == text;
               });
    };
    while (is_taken(name)) {
        name += '_';
    }
    return name;
}

std::optional<Test> test_of(const StoredJob& job, std::span<const StoredMeasurement> metrics)
{
    const auto* const time = time_of_test(metrics);
    if (time == nullptr) {
        return std::nullopt;
    }
    auto name = path_of(time->series);
    name.resize(name.size() - time->series.metric.size() - 1);
    const std::string own{time_of_unit(time->series.unit)};
    const bool is_known = std::find(time_units.begin(), time_units.end(), own) != time_units.end();
    Test test{.name = name + variant_of(job.info), .unit = is_known ? own : "ns"};
    test.columns.push_back(column_of(*time, "real_time", test.unit));
    for (const auto& metric : metrics) {
        const bool is_cpu =
            metric.series.metric == "cpu_time" && !time_of_unit(metric.series.unit).empty();
        if (&metric != time) {
            test.columns.push_back(column_of(metric,
                                             counter_name(test, metric.series.metric),
                                             is_cpu ? test.unit : std::string_view{}));
        }
    }
    return test;
}

class GoogleBenchmarkWriter {
public:
    explicit GoogleBenchmarkWriter(const Export& what) : what_{what} {}

    void add(const StoredJob& job)
    {
        for (std::span<const StoredMeasurement> rest{job.measurements}; !rest.empty();) {
            const auto& series = rest.front().series;
            const auto end = std::find_if(rest.begin(), rest.end(), [&](const auto& other) {
                return other.series.benchmark != series.benchmark ||
                       other.series.test != series.test;
            });
            const auto count = static_cast<std::size_t>(end - rest.begin());
            if (const auto test = test_of(job, rest.first(count))) {
                add_test(*test);
            } else {
                what_.losses.add("tests without a time are left out");
            }
            rest = rest.subspan(count);
        }
    }

    void begin(const std::string& repository)
    {
        JsonWriter json;
        json.begin_object()
            .member("date", to_rfc3339(now()))
            .member("executable", repository)
            .member("num_cpus", 1)
            .member("mhz_per_cpu", 0)
            .member("library_build_type", "release")
            .end_object();
        what_.out.add("{\"context\":" + json.take() + ",\"benchmarks\":[");
    }

    void end() { what_.out.add("\n]}\n"); }

private:
    void add_test(const Test& test)
    {
        const auto& time = test.columns.front();
        for (std::size_t i = 0; i < time.samples.size(); ++i) {
            auto json = begin_row(test, test.name);
            json.member("run_type", "iteration")
                .member("repetitions", time.samples.size())
                .member("repetition_index", i);
            add_numbers(json, test, [i](const Column& column) {
                return i < column.samples.size() ? std::optional{column.samples[i]} : std::nullopt;
            });
        }
        for (const auto& [name, value] : time.aggregates) {
            auto json = begin_row(test, fmt::format("{}_{}", test.name, name));
            json.member("run_type", "aggregate")
                .member("aggregate_name", name)
                .member("aggregate_unit", "time");
            add_numbers(json, test, [&name = name](const Column& column) -> std::optional<double> {
                for (const auto& [other, number] : column.aggregates) {
                    if (other == name) {
                        return number;
                    }
                }
                return std::nullopt;
            });
        }
        count_losses(test);
        ++family_;
    }

    [[nodiscard]] JsonWriter begin_row(const Test& test, const std::string& name) const
    {
        JsonWriter json;
        json.begin_object()
            .member("name", name)
            .member("family_index", family_)
            .member("per_family_instance_index", 0)
            .member("run_name", test.name)
            .member("threads", 1)
            .member("iterations", 1);
        return json;
    }

    /// The rest of a row. Its processor time repeats the time if it was not measured, because
    /// compare.py requires one.
    template <typename NumberOf>
    void add_numbers(JsonWriter& json, const Test& test, const NumberOf& number_of)
    {
        const auto time = number_of(test.columns.front());
        bool has_cpu_time = false;
        for (const auto& column : test.columns) {
            if (const auto number = number_of(column)) {
                json.member(column.name, *number);
                has_cpu_time = has_cpu_time || column.name == "cpu_time";
            }
        }
        if (!has_cpu_time) {
            json.member("cpu_time", time);
        }
        json.member("time_unit", test.unit).end_object();
        what_.out.add((is_first_ ? "\n" : ",\n") + json.take());
        is_first_ = false;
    }

    void count_losses(const Test& test)
    {
        const auto is_cpu_time = [](const Column& column) { return column.name == "cpu_time"; };
        if (std::none_of(test.columns.begin(), test.columns.end(), is_cpu_time)) {
            what_.losses.add("tests without a processor time repeat their time as such");
        }
        for (const auto& column : test.columns) {
            if (column.samples.size() != test.columns.front().samples.size()) {
                what_.losses.add("metrics with other numbers of samples than their test's time");
            }
        }
        if (test.columns.size() > 1) {
            what_.losses.add("units and directions of counters cannot be said",
                             test.columns.size() - 1);
        }
    }

    const Export& what_;
    bool is_first_ = true;
    std::uint64_t family_ = 0;
};

} // namespace

void write_google_benchmark(const Export& what)
{
    const auto repository = require_one_repository(what.selections, "google-benchmark");
    GoogleBenchmarkWriter writer{what};
    writer.begin(repository);
    if (!what.for_each_job_of_last_commit([&](const StoredJob& job) { writer.add(job); })) {
        what.losses.add("there is no commit with results");
    }
    writer.end();
}

} // namespace cb::store
