#include "parse/formats/asv_parameters.hpp"
#include "parse/formats/commits.hpp"
#include "parse/formats/formats.hpp"
#include "parse/labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace cb::parse {

namespace {

/// The first word of a benchmark's name tells what it measures: asv_runner/benchmarks/*.py.
struct Kind {
    std::string_view prefix, class_prefix; ///< "time_keys", or "TimeKeys" of a class
    ResultMetric metric;
};

constexpr std::array kinds{
    Kind{"timeraw_", "Timeraw", {"time", "s", Direction::lower}},
    Kind{"time_", "Time", {"time", "s", Direction::lower}},
    Kind{"peakmem_", "PeakMem", {"peak_memory", "B", Direction::lower}},
    Kind{"mem_", "Mem", {"memory", "B", Direction::lower}},
    Kind{"track_", "Track", {"value", ""}},
};

ResultMetric metric_of(std::string_view name)
{
    const auto* const known = std::find_if(kinds.begin(), kinds.end(), [name](const Kind& kind) {
        return name.starts_with(kind.prefix) || name.starts_with(kind.class_prefix);
    });
    return known == kinds.end() ? kinds.back().metric : known->metric;
}

/// One benchmark with cells accessed by column name. Trailing cells of a row may be missing. In a
/// version 1 file it is an object, or just the result.
class Row {
public:
    using Columns = std::vector<std::string_view>;

    /// `columns` is null for a version 1 file.
    Row(JsonValue benchmark, const Columns* columns) : benchmark_{benchmark}, columns_{columns}
    {
        cells_ = benchmark.elements().to_vector();
    }

    /// The cell, or a missing value if it is null.
    [[nodiscard]] JsonValue cell(std::string_view column) const
    {
        if (columns_ == nullptr) {
            const bool is_result = column == "result" && !benchmark_.is_object();
            return is_result ? benchmark_ : benchmark_[column];
        }
        const auto at = static_cast<std::size_t>(
            std::find(columns_->begin(), columns_->end(), column) - columns_->begin());
        return at < columns_->size() && at < cells_.size() && cells_[at] ? cells_[at] : JsonValue{};
    }

private:
    JsonValue benchmark_;
    const Columns* columns_;
    std::vector<JsonValue> cells_{};
};

/// The element at that index of a flattened list; it may be missing.
JsonValue element_at(const std::vector<JsonValue>& list, std::size_t index)
{
    return index < list.size() ? list[index] : JsonValue{};
}

/// Reads one benchmark.
class AsvBenchmark {
public:
    AsvBenchmark(JsonReading& reading, const Row& row, JsonValue benchmark, Result base)
        : reading_{reading}, row_{row}, benchmark_{benchmark}, base_{std::move(base)}
    {}

    void read(Names& names)
    {
        const auto parameters = Parameters::of(row_.cell("params"));
        if (!parameters) {
            reading_.wrong(benchmark_, "must have lists of strings as params");
            return;
        }
        const auto longest = base_.test.size() + parameters->longest();
        if (longest > Collector::most_name_bytes ||
            !names.take(longest * parameters->combinations())) {
            reading_.wrong(benchmark_, "has params that are too long, or too many, for names");
            return;
        }
        const auto found = row_.cell("result");
        if (!found) {
            reading_.wrong(benchmark_, "the benchmark failed");
            return;
        }
        // An old file has the bare result of a benchmark without parameters.
        const auto results =
            found.is_list() ? found.elements().to_vector() : std::vector<JsonValue>{found};
        if (results.size() != parameters->combinations()) {
            reading_.wrong(benchmark_,
                           fmt::format("has {} results for {} combinations of params",
                                       results.size(),
                                       parameters->combinations()));
            return;
        }
        read_results(results, *parameters);
    }

private:
    void read_results(const std::vector<JsonValue>& results, const Parameters& parameters)
    {
        const auto samples = row_.cell("samples").elements().to_vector();
        for (const auto& quantile : quantiles) {
            stats_.push_back(row_.cell(quantile.member).elements().to_vector());
        }
        old_stats_ = row_.cell("stats").elements().to_vector();
        for (std::size_t i = 0; i < results.size(); ++i) {
            auto result = base_;
            result.test += parameters.text(i);
            read_result(std::move(result), results[i], element_at(samples, i), i);
        }
    }

    void read_result(Result result, JsonValue found, JsonValue samples, std::size_t index)
    {
        const auto number = number_of(found);
        if (found.is_null()) {
            reading_.wrong(found, fmt::format("{} failed", result.test));
        } else if (!number) {
            reading_.wrong(found, fmt::format("{} was skipped: {}", result.test, number.error()));
        } else if (samples.is_list() && samples.size() > 0) {
            result.values = reading_.numbers_of(samples);
            if (!result.values.empty()) {
                reading_.add(std::move(result), found);
            }
        } else {
            result.summary = summary_of(*number, index);
            if (!result.summary) {
                result.values = {*number};
            }
            reading_.add(std::move(result), found);
        }
    }

    /// If asv has statistics, its result is the median; otherwise it was measured once.
    [[nodiscard]] std::optional<std::map<std::string, double>> summary_of(double number,
                                                                          std::size_t index) const
    {
        std::map<std::string, double> summary;
        for (std::size_t i = 0; i < quantiles.size(); ++i) {
            constexpr std::string_view prefix = "stats_"; // in version 1 they are in an object
            const auto [name, key] = quantiles[i];
            const auto quantile = index < stats_[i].size()
                                      ? stats_[i][index]
                                      : element_at(old_stats_, index)[name.substr(prefix.size())];
            if (const auto value = quantile.number()) {
                summary.emplace(key, *value);
            }
        }
        if (summary.empty()) {
            return std::nullopt;
        }
        summary.emplace("avg", number);
        summary.emplace("median", number);
        return summary;
    }

    static constexpr std::array quantiles{SummaryFigure{"stats_q_25", "p25"},
                                          SummaryFigure{"stats_q_75", "p75"}};

    JsonReading& reading_;
    const Row& row_;
    JsonValue benchmark_;
    Result base_;
    std::vector<std::vector<JsonValue>> stats_{};
    std::vector<JsonValue> old_stats_{};
};

/// Reads the results of one commit in one environment: asv/results.py, versions 1 and 2.
class AsvFile {
public:
    AsvFile(JsonReading& reading, Names& names) : reading_{reading}, names_{names} {}

    void read()
    {
        const auto root = reading_.root();
        auto commit = require_commit(reading_, root["commit_hash"]);
        if (!commit) {
            return;
        }
        if (!root["results"].is_object()) {
            reading_.wrong(root["results"], "must be an object");
            return;
        }
        if (root["env_name"]) {
            const auto name = reading_.require_name(root["env_name"]);
            if (!name) {
                return;
            }
            environment_ = *name;
        }
        machine_ = root["params"]["machine"].text_or("");
        for (const auto column : root["result_columns"].elements()) {
            if (columns_.size() < most_columns) {
                columns_.push_back(column.text_or(""));
            }
        }
        Source source;
        source.commit = std::move(*commit);
        if (const auto date = root["date"].number()) {
            source.authored_at = time_of(*date);
        }
        const OtherCommit other{reading_.collector(), std::move(source)};
        read_results(root["results"]);
    }

private:
    void read_results(JsonValue results)
    {
        const bool is_old = !reading_.root().has("result_columns");
        for (const auto& [name, benchmark] : results.members()) {
            if (!benchmark.is_list() && !is_old) {
                reading_.wrong(benchmark, "must be a list");
            } else if (reading_.takes_name(name, benchmark)) {
                const Row row{benchmark, is_old ? nullptr : &columns_};
                AsvBenchmark{reading_, row, benchmark, base_of(name)}.read(names_);
            }
        }
    }

    /// A commit's environments are measured separately.
    [[nodiscard]] Result base_of(std::string_view name) const
    {
        const auto dot = name.rfind('.');
        const auto function = name.substr(dot == std::string_view::npos ? 0 : dot + 1);
        Result base;
        base.benchmark = dot == std::string_view::npos ? "default" : name.substr(0, dot);
        if (!environment_.empty()) {
            base.benchmark += fmt::format(" [{}]", environment_);
        }
        if (!machine_.empty()) {
            add_label(base.labels, "machine", machine_);
        }
        base.test = function;
        return make_result(base, metric_of(function));
    }

    static constexpr std::size_t most_columns = 64; ///< asv has 13

    JsonReading& reading_;
    Names& names_;
    std::string_view environment_{}, machine_{};
    Row::Columns columns_{};
};

class Asv final : public JsonFormat {
public:
    [[nodiscard]] std::vector<Key> keys() const override
    {
        return {{"result_columns"}, {"commit_hash"}};
    }

    [[nodiscard]] bool takes(JsonValue object) const override
    {
        const bool is_old = object.has("commit_hash") && object["params"].has("machine") &&
                            object["results"].is_object();
        return is_old || object.has_all({"result_columns", "results"});
    }

    void read(JsonReading& reading) override { AsvFile{reading, names_}.read(); }

private:
    Names names_{};
};

} // namespace

std::unique_ptr<JsonFormat> make_asv()
{
    return std::make_unique<Asv>();
}

} // namespace cb::parse
