#include "parse/formats/commits.hpp"
#include "parse/formats/formats.hpp"
#include "parse/labels.hpp"

#include <fmt/format.h>

namespace cb::parse {

namespace {

/// The first word of a benchmark's name tells what it measures: asv_runner/benchmarks/*.py.
struct AsvKind {
    std::string_view prefix, class_prefix; ///< "time_keys", or "TimeKeys" of a class
    ResultMetric metric;
};

constexpr std::array kinds{
    AsvKind{"timeraw_", "Timeraw", {"time", "s", Direction::lower}},
    AsvKind{"time_", "Time", {"time", "s", Direction::lower}},
    AsvKind{"peakmem_", "PeakMem", {"peak_memory", "B", Direction::lower}},
    AsvKind{"mem_", "Mem", {"memory", "B", Direction::lower}},
    AsvKind{"track_", "Track", {"value", ""}},
};

ResultMetric asv_metric(std::string_view name)
{
    const auto* const known = find_where(kinds, [name](const AsvKind& kind) {
        return name.starts_with(kind.prefix) || name.starts_with(kind.class_prefix);
    });
    return known == nullptr ? kinds.back().metric : known->metric;
}

/// One benchmark with cells accessed by column name. Trailing cells of a row may be missing. In a
/// version 1 file it is an object, or just the result.
class AsvRow {
public:
    using Columns = std::vector<std::string_view>;

    /// `columns` is null for a version 1 file.
    AsvRow(JsonValue benchmark, const Columns* columns) : benchmark_{benchmark}, columns_{columns}
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

/// The parameter values, whose combinations are in the order of itertools.product: the last
/// parameter varies fastest.
class Parameters {
public:
    /// Nullopt if these are not lists of texts. The texts remain views of the JSON.
    [[nodiscard]] static std::optional<Parameters> of(JsonValue lists)
    {
        constexpr std::size_t max_combinations = 1U << 24U;
        Parameters parameters;
        for (const auto values : lists.elements()) {
            auto& texts = parameters.values_.emplace_back();
            std::size_t longest = 0;
            for (const auto value : values.elements()) {
                const auto text = value.text();
                if (!text) {
                    return std::nullopt;
                }
                texts.push_back(*text);
                longest = std::max(longest, text->size());
            }
            if (texts.empty()) {
                return std::nullopt;
            }
            parameters.longest_ += longest + 2;
            parameters.combinations_ =
                std::min(parameters.combinations_ * texts.size(), max_combinations);
        }
        return parameters;
    }
    /// The number of combinations, capped at 16 million.
    [[nodiscard]] std::size_t combinations() const { return combinations_; }
    /// An upper bound of the size of a combination's text.
    [[nodiscard]] std::size_t longest() const { return longest_; }
    /// "(10, 'a')", as asv shows it; empty without parameters.
    [[nodiscard]] std::string text(std::size_t combination) const
    {
        std::vector<std::string_view> chosen(values_.size());
        for (auto i = values_.size(); i-- > 0;) {
            chosen[i] = values_[i][combination % values_[i].size()];
            combination /= values_[i].size();
        }
        return chosen.empty() ? std::string{} : fmt::format("({})", fmt::join(chosen, ", "));
    }

private:
    std::vector<std::vector<std::string_view>> values_{};
    std::size_t combinations_ = 1;
    std::size_t longest_ = 0;
};

/// Limits the total size of the names of all combinations of a text: a long value appears once in
/// the text but in the names of many.
class Names {
public:
    [[nodiscard]] bool take(std::size_t bytes)
    {
        const bool is_enough = bytes <= left_;
        left_ -= is_enough ? bytes : 0;
        return is_enough;
    }

private:
    std::size_t left_ = 256U << 20U;
};

/// The element at that index of a flattened list; it may be missing.
JsonValue element_at(const std::vector<JsonValue>& list, std::size_t index)
{
    return index < list.size() ? list[index] : JsonValue{};
}

/// Reads one benchmark.
class AsvBenchmark {
public:
    AsvBenchmark(JsonReading& reading, const AsvRow& row, JsonValue benchmark, Result base)
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
        if (longest > Collector::max_name_bytes ||
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
        for (const auto& figure : figures) {
            stats_.push_back(row_.cell(figure.member).elements().to_vector());
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
                reading_.add(std::move(result), found); // not at its samples
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
        for (std::size_t i = 0; i < figures.size(); ++i) {
            constexpr std::string_view prefix = "stats_"; // in version 1 they are in an object
            const auto [name, key] = figures[i];
            const auto figure = index < stats_[i].size()
                                    ? stats_[i][index]
                                    : element_at(old_stats_, index)[name.substr(prefix.size())];
            if (const auto value = figure.number()) {
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

    /// Those after the quartiles are in version 1 only.
    static constexpr std::array figures{SummaryFigure{"stats_q_25", "p25"},
                                        SummaryFigure{"stats_q_75", "p75"},
                                        SummaryFigure{"stats_min", "min"},
                                        SummaryFigure{"stats_max", "max"},
                                        SummaryFigure{"stats_mean", "avg"},
                                        SummaryFigure{"stats_std", "stddev"}};

    JsonReading& reading_;
    const AsvRow& row_;
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
            if (columns_.size() < max_columns) {
                columns_.push_back(column.text_or(""));
            }
        }
        auto past = describe();
        past.source.commit = std::move(*commit);
        const OtherCommit other{reading_.collector(), std::move(past)};
        read_results(root["results"]);
    }

private:
    /// All but the results and the commit.
    [[nodiscard]] Past describe() const
    {
        const auto root = reading_.root();
        Past past;
        if (const auto date = root["date"].number()) {
            past.source.committed_at = time_of(*date); // what asv orders commits by
        }
        past.part = fmt::format("{}\n{}", machine_, environment_);
        Labels facts;
        for (const auto& [name, value] : root["params"].members()) {
            const auto text = value.text() ? std::string{*value.text()} : value.written();
            if (name != "machine") {
                add_label(contains(machine_facts, name) ? facts : past.provenance, name, text);
            }
        }
        if (!environment_.empty()) {
            add_label(past.provenance, "env_name", environment_);
        }
        past.host = make_host(machine_, std::move(facts));
        past.host.cpu = root["params"]["cpu"].text_or("");
        past.host.kernel = root["params"]["os"].text_or("");
        take_times(past);
        return past;
    }

    /// The benchmarks' start times; version 1 files have them in an object of their own.
    void take_times(Past& past) const
    {
        const auto root = reading_.root();
        const auto take = [&past](JsonValue milliseconds) {
            const auto number = milliseconds.number();
            const auto time = number ? time_of(*number) : std::nullopt;
            if (time && (!past.first_measured_at || *time < *past.first_measured_at)) {
                past.first_measured_at = time;
            }
            if (time && (!past.last_measured_at || *time > *past.last_measured_at)) {
                past.last_measured_at = time;
            }
        };
        for (const auto& [name, benchmark] : root["results"].members()) {
            take(AsvRow{benchmark, columns_.empty() ? nullptr : &columns_}.cell("started_at"));
        }
        for (const auto& [name, time] : root["started_at"].members()) {
            take(time);
        }
    }

    void read_results(JsonValue results)
    {
        const bool is_old = !reading_.root().has("result_columns");
        for (const auto& [name, benchmark] : results.members()) {
            if (!benchmark.is_list() && !is_old) {
                reading_.wrong(benchmark, "must be a list");
            } else if (reading_.takes_name(name, benchmark)) {
                const AsvRow row{benchmark, is_old ? nullptr : &columns_};
                AsvBenchmark{reading_, row, benchmark, base_of(name)}.read(names_);
            }
        }
    }

    /// A commit's environments are measured separately.
    [[nodiscard]] Result base_of(std::string_view name) const
    {
        const auto [module, function] = split_at_last(name, ".");
        auto base = make_test(function, module);
        if (!environment_.empty()) {
            base.benchmark += fmt::format(" [{}]", environment_);
        }
        if (!machine_.empty()) {
            add_label(base.labels, "machine", machine_);
        }
        return make_result(base, asv_metric(function));
    }

    static constexpr std::size_t max_columns = 64; ///< asv has 13
    /// The members of `params` that asv/machine.py records about the machine.
    static constexpr std::array<std::string_view, 5> machine_facts{
        "arch", "cpu", "num_cpu", "os", "ram"};

    JsonReading& reading_;
    Names& names_;
    std::string_view environment_{}, machine_{};
    AsvRow::Columns columns_{};
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
