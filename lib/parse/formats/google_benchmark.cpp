#include "base/text_hash.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/google_benchmark_programs.hpp"
#include "parse/formats/google_benchmark_row.hpp"
#include "parse/labels.hpp"

#include <fmt/format.h>

#include <unordered_map>
#include <unordered_set>

namespace cb::parse {

namespace {

using Member = GoogleBenchmarkRow::Member;

/// The suffixes of aggregates in files without "run_type" (before version 1.5).
constexpr std::array<std::string_view, 6> old_aggregates{
    "mean", "median", "stddev", "cv", "BigO", "RMS"};

/// The test and aggregate of a row.
struct Identity {
    std::string_view test{};
    std::string_view aggregate{}; ///< its name; "" for a sample
};

/// Parses a name such as "BM_copy/8_stddev" in an old file.
Identity identity_of_old(std::string_view name)
{
    const auto underscore = name.rfind('_');
    if (underscore != std::string_view::npos) {
        const auto suffix = name.substr(underscore + 1);
        if (std::find(old_aggregates.begin(), old_aggregates.end(), suffix) !=
            old_aggregates.end()) {
            return {.test = name.substr(0, underscore), .aggregate = suffix};
        }
    }
    return {.test = name};
}

/// The JSON of google-benchmark (src/json_reporter.cc): "context", then "benchmarks". Rows are read
/// one at a time, so files may have any length.
class GoogleBenchmark final : public JsonFormat {
public:
    void know(const TextFacts& facts) override { same_tests_.set_iterations(facts.iterations); }

    [[nodiscard]] std::vector<Key> keys() const override
    {
        // Any object may have a "context"; the other two keys identify this tool, so that a broken
        // object is reported.
        return {{"context", Key::Finds::elements},
                {"num_cpus"},
                {"mhz_per_cpu"},
                {"benchmarks", Key::Finds::elements}};
    }

    [[nodiscard]] bool takes(JsonValue object) const override
    {
        return is_row(object) || is_context(object);
    }

    void read(JsonReading& reading) override
    {
        if (!is_row(reading.root())) {
            begin_file(reading);
            return;
        }
        row_.read(reading.root());
        if (const auto identity = identity_of(reading)) {
            if (identity->aggregate.empty()) {
                read_sample(reading, identity->test);
            } else {
                read_aggregate(reading, *identity);
            }
        }
    }

    void finish(Collector& collector) override
    {
        add_summaries(collector);
        same_tests_.finish(unnamed_google_program, collector);
    }

private:
    static bool is_context(JsonValue object)
    {
        return object.has("num_cpus") &&
               object.has_any({"mhz_per_cpu", "library_build_type", "executable"});
    }

    static bool is_row(JsonValue object)
    {
        if (object.has_all({"run_name", "run_type", "real_time"})) {
            return true; // identifies itself since version 1.5
        }
        constexpr std::array<std::string_view, 6> own{
            "real_time", "cpu_time", "time_unit", "run_type", "rms", "big_o"};
        constexpr std::array<std::string_view, 4> others{
            "name", "run_name", "iterations", "threads"};
        const auto has = [object](std::string_view name) { return object.has(name); };
        const auto count = std::count_if(own.begin(), own.end(), has);
        return count > 0 && count + std::count_if(others.begin(), others.end(), has) > 1 &&
               !object.has_any({"results", "metrics", "stats", "runs"});
    }

    void begin_file(JsonReading& reading)
    {
        add_summaries(reading.collector());
        sampled_.clear();
        const auto path = reading.root()["executable"].text_or("");
        benchmark_ = programs_.name_of(path);
        same_tests_.begin_output(path.empty() ? SameTests::Program::unnamed
                                              : SameTests::Program::named);
    }

    /// If the row does not identify itself, rejects it and returns nullopt.
    [[nodiscard]] std::optional<Identity> identity_of(JsonReading& reading) const
    {
        const auto root = reading.root();
        const auto test = row_.text(row_.has(Member::run_name) ? Member::run_name : Member::name);
        if (!test) {
            reading.wrong(root[row_.has(Member::run_name) ? "run_name" : "name"],
                          row_.has(Member::name) ? "must be a string without NUL bytes"
                                                 : "is missing");
            return std::nullopt;
        }
        if (!row_.has(Member::run_type)) {
            return identity_of_old(*test);
        }
        const auto type = row_.text(Member::run_type).value_or("");
        if (type == "iteration") {
            return Identity{.test = *test};
        }
        const auto aggregate = row_.text(Member::aggregate_name).value_or("");
        if (type == "aggregate" && !aggregate.empty()) {
            return Identity{.test = *test, .aggregate = aggregate};
        }
        reading.wrong(root[type == "aggregate" ? "aggregate_name" : "run_type"],
                      fmt::format("{:.200}: {}",
                                  *test,
                                  type == "aggregate" ? "is missing"
                                                      : R"(must be "iteration" or "aggregate")"));
        return std::nullopt;
    }

    void read_sample(JsonReading& reading, std::string_view test)
    {
        if (sampled_.find(test) == sampled_.end()) {
            sampled_.emplace(test);
            same_tests_.see(test, reading.lines().first);
        }
        if (row_.at(Member::error_occurred).truth() == true) {
            reject(reading,
                   test,
                   Member::error_occurred,
                   Member::error_message,
                   "the benchmark failed");
        } else if (row_.at(Member::skipped).truth() == true) {
            reject(
                reading, test, Member::skipped, Member::skip_message, "the benchmark was skipped");
        } else {
            const auto labels = labels_of_row();
            for (const auto& measure : row_.measures(reading, test)) {
                reading.add(sample_of(measure, test, labels), measure.where);
            }
        }
    }

    [[nodiscard]] Labels labels_of_row() const
    {
        Labels labels;
        if (const auto label = row_.text(Member::label); label && !label->empty()) {
            add_label(labels, "label", *label);
        }
        return labels;
    }

    [[nodiscard]] Sample sample_of(const GoogleBenchmarkRow::Measure& measure,
                                   std::string_view test,
                                   const Labels& labels) const
    {
        return {.benchmark = benchmark_,
                .test = test,
                .metric = measure.metric.name,
                .unit = measure.metric.unit,
                .direction = measure.metric.direction,
                .value = measure.value,
                .labels = &labels};
    }

    void reject(JsonReading& reading,
                std::string_view test,
                Member flag,
                Member said,
                std::string_view otherwise) const
    {
        const auto message = row_.text(said).value_or("");
        reading.wrong(row_.at(flag),
                      fmt::format("{:.200}: {}", test, message.empty() ? otherwise : message));
    }

    /// Ignored for a test with samples. Fractions and complexity coefficients are not in the
    /// metric's unit.
    void read_aggregate(JsonReading& reading, const Identity& identity)
    {
        const auto name = identity.aggregate;
        const bool is_fraction = row_.text(Member::aggregate_unit).value_or("") == "percentage";
        if (is_fraction || name == "cv" || name == "BigO" || name == "RMS" ||
            sampled_.find(identity.test) != sampled_.end()) {
            return;
        }
        const std::string key{name == "mean" ? "avg" : name};
        const auto labels = labels_of_row();
        for (const auto& measure : row_.measures(reading, identity.test)) {
            const auto [at, is_new] = pending_.emplace(
                fmt::format("{}\n{}", measure.metric.name, identity.test), summaries_.size());
            if (is_new) {
                auto sample = sample_of(measure, identity.test, labels);
                sample.lines = reading.lines();
                auto& result = summaries_.emplace_back(to_result(sample));
                result.values.clear();
                result.summary.emplace();
            }
            auto& summary = summaries_[at->second];
            if (summary.summary->emplace(key, measure.value).second) {
                summary.lines.back().second = reading.lines().second;
            } else {
                reading.wrong(
                    measure.where,
                    fmt::format("{:.200}: its {} was printed before", identity.test, name));
            }
        }
    }

    /// Adds the tests that have only aggregates.
    void add_summaries(Collector& collector)
    {
        for (auto& result : summaries_) {
            if (sampled_.find(result.test) == sampled_.end()) {
                add_google_benchmark_summary(std::move(result), collector);
            }
        }
        summaries_.clear();
        pending_.clear();
    }

    ProgramNames programs_{};
    SameTests same_tests_{};
    std::string benchmark_ = "default";
    GoogleBenchmarkRow row_{};                                             ///< being read
    std::unordered_set<std::string, TextHash, std::equal_to<>> sampled_{}; ///< tests of this file
    std::vector<Result> summaries_{};
    std::unordered_map<std::string, std::size_t> pending_{}; ///< of summaries_, by metric and test
};

} // namespace

std::unique_ptr<JsonFormat> make_google_benchmark()
{
    return std::make_unique<GoogleBenchmark>();
}

} // namespace cb::parse
