#include "manifest/units.hpp"
#include "parse/formats/csv_table.hpp"
#include "parse/formats/google_benchmark_row.hpp"
#include "parse/labels.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

#include <unordered_set>

namespace cb::parse {

namespace {

template <std::size_t count>
bool starts_with(const std::vector<std::string>& columns,
                 const std::array<std::string_view, count>& first)
{
    return columns.size() >= count && std::equal(first.begin(), first.end(), columns.begin());
}

/// `--benchmark_format=csv` of google-benchmark (src/csv_reporter.cc).
class GoogleBenchmarkTable final : public CsvTable {
public:
    static constexpr std::array<std::string_view, 5> first_columns{
        "name", "iterations", "real_time", "cpu_time", "time_unit"};

    using CsvTable::CsvTable;

    void know(std::string_view program, SameTests& same_tests) override
    {
        program_ = program;
        same_tests_ = &same_tests;
    }

    void end() override
    {
        for (auto& summary : std::exchange(summaries_, {})) {
            add_google_benchmark_summary(std::move(summary), collector());
        }
    }

protected:
    /// A record of an error ends with its message and omits the counters.
    [[nodiscard]] std::size_t optional_columns() const override { return columns().size() - 1; }

    void read_cells() override
    {
        auto test = to_name(text_at(0));
        const auto error = column_named("error_occurred");
        if (error && text_at(*error) == "true") {
            const auto message = to_name(text_at(*error + 1));
            end();
            reject(*error, test, fmt::format("the benchmark failed: {:.200}", message));
            return;
        }
        const auto aggregate = take_aggregate(test);
        if (text_at(1).empty() || aggregate == "cv") {
            return; // _BigO and _RMS have no iterations; none of these is a figure of the test
        }
        if (aggregate.empty() || test != aggregated_) {
            end();
        }
        if (aggregate.empty()) {
            measured_.insert(test);
            same_tests_->see(test, lines().first);
        } else if (measured_.count(test) == 1) {
            return; // aggregates of samples already read
        }
        aggregated_ = aggregate.empty() ? std::string{} : test;
        for (std::size_t column = 2; column < columns().size(); ++column) {
            if (is_measure(column)) {
                read_measure(column, test, aggregate);
            }
        }
    }

private:
    /// Removes "_mean" and the like from the name; only aggregates have it.
    static std::string_view take_aggregate(std::string& name)
    {
        for (const std::string_view ending : {"mean", "median", "stddev", "cv"}) {
            const auto size = ending.size() + 1;
            if (name.size() > size && name[name.size() - size] == '_' &&
                std::string_view{name}.substr(name.size() - ending.size()) == ending) {
                name.resize(name.size() - size);
                return ending;
            }
        }
        return {};
    }

    [[nodiscard]] bool is_measure(std::size_t column) const
    {
        constexpr std::array<std::string_view, 4> others{
            "time_unit", "label", "error_occurred", "error_message"};
        return !contains(others, columns()[column]);
    }

    void read_measure(std::size_t column, const std::string& test, std::string_view aggregate)
    {
        const auto value = number_at(column, test);
        if (!value) {
            return;
        }
        auto result = make_test(test, program_);
        result.metric = columns()[column];
        if (column < first_columns.size()) {
            result.unit = to_name(text_at(4));
        } else if (result.metric == "bytes_per_second") {
            result.unit = "B/s";
        } else if (result.metric == "items_per_second") {
            result.unit = "items/s";
        }
        result.direction = direction_of_unit(result.unit);
        if (const auto label = column_named("label"); label && !text_at(*label).empty()) {
            add_label(result.labels, "label", to_name(text_at(*label)));
        }
        if (aggregate.empty()) {
            result.values = {*value};
            add(std::move(result), column);
        } else {
            add_to_summary(std::move(result), std::string{aggregate}, *value);
        }
    }

    void add_to_summary(Result result, const std::string& aggregate, double value)
    {
        const auto known =
            std::find_if(summaries_.begin(), summaries_.end(), [&](const Result& summary) {
                return summary.metric == result.metric;
            });
        auto& summary =
            known == summaries_.end() ? summaries_.emplace_back(std::move(result)) : *known;
        summary.lines = {
            {summary.lines.empty() ? lines().first : summary.lines.front().first, lines().second}};
        summary.summary = summary.summary.value_or(std::map<std::string, double>{});
        summary.summary->emplace(aggregate == "mean" ? "avg" : aggregate, value);
    }

    std::string program_{"default"};
    SameTests* same_tests_ = nullptr;            ///< set by know()
    std::unordered_set<std::string> measured_{}; ///< tests with samples
    std::string aggregated_{};                   ///< the test of summaries_
    std::vector<Result> summaries_{};
};

/// `hyperfine --export-csv` (src/export/csv.rs): means, without the samples.
class HyperfineTable final : public CsvTable {
public:
    static constexpr std::array<std::string_view, 8> first_columns{
        "command", "mean", "stddev", "median", "user", "system", "min", "max"};

    using CsvTable::CsvTable;

protected:
    void read_cells() override
    {
        auto result = make_test(to_name(text_at(0)));
        result.unit = "s";
        result.direction = Direction::lower;
        constexpr std::string_view parameter = "parameter_";
        std::string hidden; // parameters that the name, which may be the user's, does not show
        for (std::size_t i = first_columns.size(); i < columns().size(); ++i) {
            if (columns()[i].starts_with(parameter)) {
                const auto name = columns()[i].substr(parameter.size());
                const auto value = to_name(text_at(i));
                if (result.test.find(value) == std::string::npos) { // as in the JSON
                    append_part(hidden, fmt::format("{}={}", name, value));
                }
                add_label(result.labels, name, value);
            }
        }
        result.test += hidden.empty() ? "" : fmt::format(" ({})", hidden);
        add_mean(result, "user", 4);
        add_mean(result, "system", 5);
        result.metric = "time";
        result.summary.emplace();
        for (const auto column : {1, 2, 3, 6, 7}) {
            const auto at = static_cast<std::size_t>(column);
            if (const auto value = number_at(at, result.test)) {
                result.summary->emplace(column == 1 ? "avg" : columns()[at], *value);
            }
        }
        if (result.summary->count("avg") == 1) {
            add(std::move(result), 1);
        } else if (text_at(1).empty()) {
            reject(1, result.test, "is missing");
        }
    }

private:
    void add_mean(Result result, const char* metric, std::size_t column) const
    {
        if (const auto value = number_at(column, result.test)) {
            result.metric = metric;
            result.summary = {{"avg", *value}};
            add(std::move(result), column);
        }
    }
};

/// `redis-benchmark --csv` since version 6.2; before that it had no header.
class RedisTable final : public CsvTable {
public:
    static constexpr std::array<std::string_view, 3> first_columns{"test", "rps", "avg_latency_ms"};

    using CsvTable::CsvTable;

protected:
    void read_cells() override
    {
        const auto base = make_test(to_name(text_at(0)));
        if (const auto rate = number_at(1, base.test)) {
            auto result = make_result(base, {"throughput", "requests/s", Direction::higher});
            result.values = {*rate};
            add(std::move(result), 1);
        }
        auto latency = make_result(base, {"latency", "ms", Direction::lower});
        latency.summary.emplace();
        for (std::size_t column = 2; column < columns().size(); ++column) {
            constexpr std::string_view ending = "_latency_ms";
            std::string_view key = columns()[column];
            if (key.ends_with(ending)) {
                key.remove_suffix(ending.size());
                if (const auto value = number_at(column, base.test)) {
                    latency.summary->emplace(key == "p50" ? "median" : key, *value);
                }
            }
        }
        if (latency.summary->count("avg") == 1) {
            add(std::move(latency), 2);
        }
    }
};

/// raw.csv of criterion.rs (src/csv_report.rs): each record is a sample of several iterations.
/// Version 0.3 added the throughput columns, and an earlier one the unit; before that all values
/// were nanoseconds.
class CriterionTable final : public CsvTable {
public:
    static constexpr std::array<std::string_view, 3> first_columns{"group", "function", "value"};

    explicit CriterionTable(std::vector<std::string> columns)
        : CsvTable{std::move(columns)}, time_{time_column()},
          count_{column_named("iteration_count").value_or(0)}, unit_{column_named("unit")}
    {}

    static bool knows(const std::vector<std::string>& columns)
    {
        const auto has = [&columns](std::string_view name) { return contains(columns, name); };
        return starts_with(columns, first_columns) && has("iteration_count") &&
               ((has("sample_measured_value") && has("unit")) || has("sample_time_nanos"));
    }

protected:
    void read_cells() override
    {
        std::string name;
        for (const std::size_t part : {0U, 1U, 2U}) {
            if (!text_at(part).empty()) {
                append_part(name, to_name(text_at(part)), "/");
            }
        }
        const auto time = number_at(time_, name);
        const auto count = number_at(count_, name);
        if (!time || !count || !(*count >= 1)) {
            for (const std::size_t column : {time_, count_}) {
                if (text_at(column).empty()) {
                    reject(column, name, "is missing");
                }
            }
            if (count && !(*count >= 1)) {
                reject(count_, name, "must be a number of iterations");
            }
            return;
        }
        auto result = make_test(name.empty() ? "default" : name);
        result.unit = unit_ ? to_name(text_at(*unit_)) : "ns";
        result.metric = nanoseconds(result.unit) ? "time" : result.unit;
        result.direction = direction_of_unit(result.unit);
        result.values = {*time / *count};
        if (!text_at(2).empty()) {
            add_label(result.labels, "value", to_name(text_at(2)));
        }
        add(std::move(result), time_);
    }

private:
    [[nodiscard]] std::size_t time_column() const
    {
        const auto time = column_named("sample_measured_value");
        return time ? *time : column_named("sample_time_nanos").value_or(0);
    }

    std::size_t time_, count_;
    std::optional<std::size_t> unit_;
};

} // namespace

std::unique_ptr<CsvTable> make_known_csv_table(const std::vector<std::string>& columns,
                                               char separator)
{
    if (starts_with(columns, GoogleBenchmarkTable::first_columns)) {
        return std::make_unique<GoogleBenchmarkTable>(columns);
    }
    if (starts_with(columns, HyperfineTable::first_columns)) {
        return std::make_unique<HyperfineTable>(columns);
    }
    if (starts_with(columns, RedisTable::first_columns)) {
        return std::make_unique<RedisTable>(columns);
    }
    if (CriterionTable::knows(columns)) {
        return std::make_unique<CriterionTable>(columns);
    }
    if (auto table = make_jmh_csv_table(columns)) {
        return table;
    }
    if (auto table = make_nanobench_csv_table(columns)) {
        return table;
    }
    return make_benchmarkdotnet_csv_table(columns, separator);
}

} // namespace cb::parse
