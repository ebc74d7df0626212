#include "parse/formats/asv_parameters.hpp"
#include "parse/formats/commits.hpp"
#include "parse/formats/formats.hpp"
#include "parse/labels.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace cb::parse {

namespace {

namespace dom = simdjson::dom;

/// What a benchmark measures is in the first word of its name: asv_runner/benchmarks/*.py.
struct Kind {
    std::string_view prefix, class_prefix; ///< "time_keys", or "TimeKeys" of a class
    std::string_view metric, unit;
    Direction direction;
};

constexpr std::array kinds{
    Kind{"timeraw_", "Timeraw", "time", "s", Direction::lower},
    Kind{"time_", "Time", "time", "s", Direction::lower},
    Kind{"peakmem_", "PeakMem", "peak_memory", "B", Direction::lower},
    Kind{"mem_", "Mem", "memory", "B", Direction::lower},
    Kind{"track_", "Track", "value", "", Direction::unknown},
};

Kind kind_of(std::string_view name)
{
    const auto* const known = std::find_if(kinds.begin(), kinds.end(), [name](const Kind& kind) {
        return name.substr(0, kind.prefix.size()) == kind.prefix ||
               name.substr(0, kind.class_prefix.size()) == kind.class_prefix;
    });
    return known == kinds.end() ? kinds.back() : *known;
}

/// One benchmark's row under the names of the columns. Trailing ones may be missing. In a file of
/// version 1 it is an object, or the result alone.
class Row {
public:
    Row(const std::vector<std::string_view>& columns, const std::vector<dom::element>& row)
        : columns_{columns}, row_{row}
    {}
    explicit Row(dom::element benchmark) : columns_{no_columns}, row_{no_row}, old_{benchmark} {}

    /// The place of a cell in that of the row.
    [[nodiscard]] Field place(const Field& field, std::string_view column) const
    {
        if (!old_) {
            return Field{field, index(column)};
        }
        return object_of(old_) ? Field{field, column} : field;
    }

    /// Which of the cells it is; one more than there are columns if there is none.
    [[nodiscard]] std::size_t index(std::string_view column) const
    {
        const auto at = std::find(columns_.begin(), columns_.end(), column);
        return static_cast<std::size_t>(at - columns_.begin());
    }

    /// The cell, unless it is null.
    [[nodiscard]] std::optional<dom::element> cell(std::string_view column) const
    {
        if (const auto object = object_of(old_)) {
            return member(*object, column);
        }
        if (old_) {
            return column == "result" && !old_->is_null() ? old_ : std::nullopt;
        }
        const auto at = index(column);
        return at < columns_.size() && at < row_.size() && !row_[at].is_null()
                   ? std::optional{row_[at]}
                   : std::nullopt;
    }

private:
    static inline const std::vector<std::string_view> no_columns{};
    static inline const std::vector<dom::element> no_row{};

    const std::vector<std::string_view>& columns_;
    const std::vector<dom::element>& row_;
    std::optional<dom::element> old_{};
};

/// Reads one benchmark.
class AsvBenchmark {
public:
    AsvBenchmark(
        JsonReading& reading, Names& names, const Row& row, const Field& field, Result base)
        : reading_{reading}, names_{names}, row_{row}, field_{field}, base_{std::move(base)}
    {}

    void read()
    {
        const auto parameters = Parameters::of(row_.cell("params"));
        if (!parameters) {
            reading_.wrong(field_, "must have lists of strings as params");
            return;
        }
        const auto longest = base_.test.size() + parameters->longest();
        if (longest > Collector::most_name_bytes ||
            !names_.take(longest * parameters->combinations())) {
            reading_.wrong(field_, "has params that are too long, or too many, for names");
            return;
        }
        const auto found = row_.cell("result");
        if (!found) {
            reading_.wrong(field_, "the benchmark failed");
            return;
        }
        // An old file has the result of a benchmark without parameters as it is.
        const auto results = array_of(found) ? elements_of(found) : std::vector{*found};
        if (results.size() != parameters->combinations()) {
            reading_.wrong(field_,
                           fmt::format("has {} results for {} combinations of params",
                                       results.size(),
                                       parameters->combinations()));
            return;
        }
        read_results(results, *parameters);
    }

private:
    void read_results(const std::vector<dom::element>& results, const Parameters& parameters)
    {
        samples_ = elements_of(row_.cell("samples"));
        for (const auto& [name, key] : quantiles) {
            stats_.push_back(elements_of(row_.cell(name)));
        }
        old_stats_ = elements_of(row_.cell("stats"));
        const auto column = row_.place(field_, "result");
        for (std::size_t i = 0; i < results.size(); ++i) {
            auto result = base_;
            result.test += parameters.text(i);
            read_result(results[i], i, std::move(result), Field{column, i});
        }
    }

    void read_result(dom::element element, std::size_t index, Result result, const Field& place)
    {
        const auto number = number_of(element);
        if (element.is_null()) {
            reading_.wrong(place, fmt::format("{} failed", result.test));
        } else if (!number) {
            reading_.wrong(place, fmt::format("{} was skipped: {}", result.test, number.error()));
        } else if (index < samples_.size() && !elements_of(samples_[index]).empty()) {
            const auto samples = row_.place(field_, "samples");
            result.values =
                reading_.numbers_of(elements_of(samples_[index]), Field{samples, index});
            if (!result.values.empty()) {
                reading_.add(std::move(result), place);
            }
        } else {
            result.summary = summary_of(*number, index);
            if (!result.summary) {
                result.values = {*number};
            }
            reading_.add(std::move(result), place);
        }
    }

    /// Where asv has statistics, its result is the median; else it was measured once.
    [[nodiscard]] std::optional<std::map<std::string, double>> summary_of(double number,
                                                                          std::size_t index) const
    {
        std::map<std::string, double> summary;
        for (std::size_t i = 0; i < quantiles.size(); ++i) {
            if (const auto quantile = number_of(quantile_at(i, index))) {
                summary.emplace(quantiles[i].second, *quantile);
            }
        }
        if (summary.empty()) {
            return std::nullopt;
        }
        summary.emplace("avg", number);
        summary.emplace("median", number);
        return summary;
    }

    [[nodiscard]] std::optional<dom::element> quantile_at(std::size_t quantile,
                                                          std::size_t index) const
    {
        if (index < stats_[quantile].size()) {
            return stats_[quantile][index];
        }
        constexpr std::string_view prefix = "stats_"; // in version 1 they are in an object
        const auto old = index < old_stats_.size() ? object_of(old_stats_[index]) : std::nullopt;
        return old ? member(*old, quantiles[quantile].first.substr(prefix.size())) : std::nullopt;
    }

    static constexpr std::array<std::pair<std::string_view, std::string_view>, 2> quantiles{
        {{"stats_q_25", "p25"}, {"stats_q_75", "p75"}}};

    JsonReading& reading_;
    Names& names_;
    const Row& row_;
    const Field& field_;
    Result base_;
    std::vector<dom::element> samples_{};
    std::vector<std::vector<dom::element>> stats_{};
    std::vector<dom::element> old_stats_{};
};

/// Reads the results of one commit in one environment: asv/results.py, versions 1 and 2.
class AsvFile {
public:
    AsvFile(JsonReading& reading, Names& names) : reading_{reading}, names_{names} {}

    void read()
    {
        const auto root = reading_.root();
        const Field top;
        auto commit = require_commit(reading_, root, "commit_hash", top);
        if (!commit) {
            return;
        }
        const auto results = object_of(member(root, "results"));
        if (!results) {
            reading_.wrong(Field{"results"}, "must be an object");
            return;
        }
        if (member(root, "env_name")) {
            const auto name = reading_.require_name(root, "env_name", top);
            if (!name) {
                return;
            }
            environment_ = *name;
        }
        read_heading(root);
        Source source;
        source.commit = std::move(*commit);
        if (const auto date = number_of(member(root, "date"))) {
            source.authored_at = time_of(*date);
        }
        const OtherCommit other{reading_.collector(), std::move(source)};
        read_results(*results);
    }

private:
    void read_heading(dom::object root)
    {
        if (const auto params = object_of(member(root, "params"))) {
            machine_ = text_of(member(*params, "machine")).value_or("");
        }
        for (const auto column : elements_of(member(root, "result_columns"))) {
            if (columns_.size() < most_columns) {
                columns_.push_back(text_of(column).value_or(""));
            }
        }
    }

    void read_results(dom::object results)
    {
        const Field field{"results"};
        for (const auto [name, value] : results) {
            const Field place{field, name};
            const bool is_old = !has_key(reading_.root(), "result_columns");
            if (!array_of(value) && !is_old) {
                reading_.wrong(place, "must be a list");
            } else if (reading_.takes_name(name, place)) {
                const auto cells = elements_of(value);
                const auto row = is_old ? Row{value} : Row{columns_, cells};
                AsvBenchmark{reading_, names_, row, place, base_of(name)}.read();
            }
        }
    }

    /// The environments of one commit are measured apart.
    [[nodiscard]] Result base_of(std::string_view name) const
    {
        const auto dot = name.rfind('.');
        const auto function = name.substr(dot == std::string_view::npos ? 0 : dot + 1);
        const auto kind = kind_of(function);
        Result base;
        base.benchmark = dot == std::string_view::npos ? "default" : name.substr(0, dot);
        if (!environment_.empty()) {
            base.benchmark += fmt::format(" [{}]", environment_);
        }
        if (!machine_.empty()) {
            add_label(base.labels, "machine", machine_);
        }
        base.test = function;
        base.metric = kind.metric;
        base.unit = kind.unit;
        base.direction = kind.direction;
        return base;
    }

    static constexpr std::size_t most_columns = 64; ///< asv has 13

    JsonReading& reading_;
    Names& names_;
    std::string_view environment_{}, machine_{};
    std::vector<std::string_view> columns_{};
};

class Asv final : public JsonFormat {
public:
    [[nodiscard]] std::vector<Key> keys() const override
    {
        return {{"result_columns"}, {"commit_hash"}};
    }

    [[nodiscard]] bool takes(dom::object object) const override
    {
        const auto params = object_of(member(object, "params"));
        const bool is_old = has_key(object, "commit_hash") && params &&
                            has_key(*params, "machine") && object_of(member(object, "results"));
        return is_old || (has_key(object, "result_columns") && has_key(object, "results"));
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
