#include "parse/formats/formats.hpp"
#include "parse/formats/google_benchmark_row.hpp"
#include "parse/formats/google_benchmark_summary.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace cb::parse {

namespace {

namespace dom = simdjson::dom;

/// What files without "run_type" (before version 1.5) append to the name of an aggregate.
constexpr std::array<std::string_view, 6> old_aggregates{
    "mean", "median", "stddev", "cv", "BigO", "RMS"};

bool is_true(std::optional<dom::element> element)
{
    bool value = false;
    return element && element->get(value) == simdjson::SUCCESS && value;
}

/// Whose samples or aggregates a row has.
struct Identity {
    std::string test{};
    std::string_view aggregate{}; ///< its name; "" for a sample
};

/// Of a name such as "BM_copy/8_stddev" in an old file.
Identity identity_of_old(std::string_view name)
{
    const auto underscore = name.rfind('_');
    if (underscore != std::string_view::npos) {
        const auto suffix = name.substr(underscore + 1);
        if (std::find(old_aggregates.begin(), old_aggregates.end(), suffix) !=
            old_aggregates.end()) {
            return {.test = std::string{name.substr(0, underscore)}, .aggregate = suffix};
        }
    }
    return {.test = std::string{name}};
}

/// The JSON of google-benchmark (src/json_reporter.cc): "context", then "benchmarks". The rows come
/// one by one, so files may be of any length.
class GoogleBenchmark final : public JsonFormat {
public:
    [[nodiscard]] std::vector<Key> keys() const override
    {
        return {{"context", Key::Finds::elements}, {"benchmarks", Key::Finds::elements}};
    }

    [[nodiscard]] bool takes(dom::object object) const override
    {
        return is_context(object) || is_row(object);
    }

    void read(JsonReading& reading) override
    {
        if (is_context(reading.root())) {
            begin_file(reading);
        } else if (const auto identity = identity_of(reading)) {
            if (identity->aggregate.empty()) {
                read_sample(reading, identity->test);
            } else {
                read_aggregate(reading, *identity);
            }
        }
    }

    void finish(Collector& collector) override { add_summaries(collector); }

private:
    static bool is_context(dom::object object)
    {
        return has_key(object, "num_cpus") &&
               (has_key(object, "mhz_per_cpu") || has_key(object, "library_build_type") ||
                has_key(object, "executable"));
    }

    static bool is_row(dom::object object)
    {
        const auto has = [object](const char* name) { return has_key(object, name); };
        if (has("run_name") && has("run_type") && has("real_time")) {
            return true; // of itself, since version 1.5
        }
        constexpr std::array own{"real_time", "cpu_time", "time_unit", "run_type", "rms", "big_o"};
        constexpr std::array others{"name", "run_name", "iterations", "threads"};
        constexpr std::array foreign{"results", "metrics", "stats", "runs"};
        const auto count = std::count_if(own.begin(), own.end(), has);
        return count > 0 && count + std::count_if(others.begin(), others.end(), has) > 1 &&
               std::none_of(foreign.begin(), foreign.end(), has);
    }

    void begin_file(JsonReading& reading)
    {
        add_summaries(reading.collector());
        sampled_.clear();
        auto path = text_of(member(reading.root(), "executable")).value_or("");
        path.remove_prefix(path.find_last_of("/\\") + 1); // npos + 1 is 0
        benchmark_ = path.empty() ? "default" : path;
    }

    /// None, and the row is rejected, if it does not say.
    static std::optional<Identity> identity_of(JsonReading& reading)
    {
        const auto row = reading.root();
        const auto name = text_of(member(row, "name"));
        const auto test = has_key(row, "run_name") ? text_of(member(row, "run_name")) : name;
        if (!test) {
            reading.wrong(Field{has_key(row, "run_name") ? "run_name" : "name"},
                          has_key(row, "name") ? "must be a string without NUL bytes"
                                               : "is missing");
            return std::nullopt;
        }
        if (!has_key(row, "run_type")) {
            return identity_of_old(*test);
        }
        const auto type = text_of(member(row, "run_type")).value_or("");
        if (type == "iteration") {
            return Identity{.test = std::string{*test}};
        }
        const auto aggregate = text_of(member(row, "aggregate_name")).value_or("");
        if (type == "aggregate" && !aggregate.empty()) {
            return Identity{.test = std::string{*test}, .aggregate = aggregate};
        }
        reading.wrong(Field{type == "aggregate" ? "aggregate_name" : "run_type"},
                      fmt::format("{:.200}: {}",
                                  *test,
                                  type == "aggregate" ? "is missing"
                                                      : R"(must be "iteration" or "aggregate")"));
        return std::nullopt;
    }

    void read_sample(JsonReading& reading, const std::string& test)
    {
        sampled_.insert(test);
        const auto row = reading.root();
        if (is_true(member(row, "error_occurred"))) {
            reject(reading, test, "error_occurred", "error_message", "the benchmark failed");
        } else if (is_true(member(row, "skipped"))) {
            reject(reading, test, "skipped", "skip_message", "the benchmark was skipped");
        } else {
            for (auto& measure : read_row(reading, benchmark_, test)) {
                const auto metric = measure.metric;
                reading.add(std::move(measure), Field{metric});
            }
        }
    }

    static void reject(JsonReading& reading,
                       std::string_view test,
                       std::string_view flag,
                       std::string_view message_name,
                       std::string_view otherwise)
    {
        const auto message = text_of(member(reading.root(), message_name)).value_or("");
        reading.wrong(Field{flag},
                      fmt::format("{:.200}: {}", test, message.empty() ? otherwise : message));
    }

    /// Of a test that has samples nobody needs it. Fractions and the coefficients of a complexity
    /// are not in the unit of the metric.
    void read_aggregate(JsonReading& reading, const Identity& identity)
    {
        const auto name = identity.aggregate;
        const bool is_fraction =
            text_of(member(reading.root(), "aggregate_unit")).value_or("") == "percentage";
        if (is_fraction || name == "cv" || name == "BigO" || name == "RMS" ||
            sampled_.count(identity.test) > 0) {
            return;
        }
        const std::string key{name == "mean" ? "avg" : name};
        for (auto& measure : read_row(reading, benchmark_, identity.test)) {
            const auto value = measure.values.front();
            const auto [at, is_new] = pending_.emplace(
                fmt::format("{}\n{}", measure.metric, identity.test), summaries_.size());
            if (is_new) {
                measure.values.clear();
                measure.summary.emplace();
                summaries_.push_back(std::move(measure));
            }
            auto& summary = summaries_[at->second];
            if (summary.summary->emplace(key, value).second) {
                summary.lines.back().second = reading.lines().second;
            } else {
                reading.wrong(
                    Field{summary.metric},
                    fmt::format("{:.200}: its {} was printed before", identity.test, name));
            }
        }
    }

    /// Of the tests that have aggregates only.
    void add_summaries(Collector& collector)
    {
        for (auto& result : summaries_) {
            if (sampled_.count(result.test) == 0) {
                add_google_benchmark_summary(std::move(result), collector);
            }
        }
        summaries_.clear();
        pending_.clear();
    }

    std::string benchmark_ = "default";
    std::unordered_set<std::string> sampled_{}; ///< tests of this file
    std::vector<Result> summaries_{};
    std::unordered_map<std::string, std::size_t> pending_{}; ///< of summaries_, by metric and test
};

} // namespace

std::unique_ptr<JsonFormat> make_google_benchmark()
{
    return std::make_unique<GoogleBenchmark>();
}

} // namespace cb::parse
