#include "base/file.hpp"
#include "manifest/units.hpp"
#include "parse/formats/csv_table.hpp"
#include "parse/labels.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

#include <cmath>

namespace cb::parse {

namespace {

/// Columns of a summary, and their keys.
struct StatisticColumn {
    std::string_view column;
    const char* key;
};

constexpr std::array statistic_columns{StatisticColumn{"Mean", "avg"},
                                       StatisticColumn{"StdDev", "stddev"},
                                       StatisticColumn{"Median", "median"},
                                       StatisticColumn{"Min", "min"},
                                       StatisticColumn{"Max", "max"}};

/// The factor for a size in bytes, where BenchmarkDotNet's KB is 1024, or a time in ns.
std::optional<double> scale_of(std::string_view unit)
{
    constexpr std::array sizes{"B", "KB", "MB", "GB", "TB"};
    const auto* const size = std::find(sizes.begin(), sizes.end(), unit);
    if (size != sizes.end()) {
        return std::ldexp(1.0, 10 * static_cast<int>(size - sizes.begin()));
    }
    constexpr std::string_view greek = "\u03bcs";
    return nanoseconds(unit == greek ? "us" : unit);
}

/// The report that BenchmarkDotNet writes by default: …-report.csv. Its last job column is
/// WarmupCount; the parameters are between it and the mean. Each figure has its own unit.
class BenchmarkDotNetTable final : public CsvTable {
public:
    BenchmarkDotNetTable(std::vector<std::string> columns, char separator)
        : CsvTable{std::move(columns)}, has_decimal_comma_{separator != ','}
    {}

protected:
    void read_cells() override
    {
        auto base = make_test(to_name(text_at(0)));
        base.direction = Direction::lower;
        add_parameters(base);
        const auto job = column_named("Job");
        if (job && !text_at(*job).empty() && text_at(*job) != "DefaultJob") {
            base.test += fmt::format(" [{}]", to_name(text_at(*job)));
            add_label(base.labels, "job", to_name(text_at(*job)));
        }
        add_times(base);
        const auto allocated = column_named("Allocated");
        if (const auto bytes = allocated ? figure_at(*allocated, base.test) : std::nullopt) {
            base.metric = "allocated";
            base.unit = "B";
            base.values = {*bytes};
            add(std::move(base), *allocated);
        }
    }

private:
    void add_parameters(Result& result) const
    {
        const auto mean = column_named("Mean").value();
        const auto last_of_job = column_named("WarmupCount");
        std::string text;
        for (auto i = last_of_job.value_or(0) + 1; i < mean; ++i) {
            if (columns()[i] != "Job" && columns()[i] != "Categories" && !text_at(i).empty()) {
                const auto value = to_name(text_at(i));
                append_part(text, fmt::format("{}: {}", columns()[i], value));
                add_label(result.labels, columns()[i], value);
            }
        }
        result.test += text.empty() ? "" : fmt::format("({})", text);
    }

    void add_times(Result result) const
    {
        result.metric = "time";
        result.unit = "ns";
        result.summary.emplace();
        const auto mean = column_named("Mean").value();
        if (text_at(mean) == "NA") {
            reject(mean, result.test, "the benchmark failed");
            return;
        }
        for (const auto& statistic : statistic_columns) {
            const auto column = column_named(statistic.column);
            if (const auto value = column ? figure_at(*column, result.test) : std::nullopt) {
                result.summary->emplace(statistic.key, *value);
            }
        }
        if (result.summary->count("avg") == 1) {
            add(std::move(result), mean);
        }
    }

    /// "1,234.5 ns", or "1.234,5 ns" if the comma is the decimal mark, in ns or B; nullopt for an
    /// empty cell, "-" and "NA", and for an invalid cell, which is rejected.
    [[nodiscard]] std::optional<double> figure_at(std::size_t column, const std::string& test) const
    {
        const auto text = text_at(column);
        if (text.empty() || text == "-" || text == "NA") {
            return std::nullopt;
        }
        const auto blank = text.rfind(' ');
        const auto scale =
            blank == std::string_view::npos ? std::nullopt : scale_of(text.substr(blank + 1));
        std::string digits;
        for (const char c : text.substr(0, blank)) {
            if (c == (has_decimal_comma_ ? ',' : '.')) {
                digits += '.';
            } else if (c != (has_decimal_comma_ ? '.' : ',') && c != ' ') {
                digits += c;
            }
        }
        const auto value = parse_finite(digits);
        if (!scale || !value) {
            reject(column,
                   test,
                   fmt::format("\"{:.40}\" is not a number and its unit", to_name(text)));
            return std::nullopt;
        }
        return *value * *scale;
    }

    bool has_decimal_comma_;
};

} // namespace

std::unique_ptr<CsvTable> make_benchmarkdotnet_csv_table(const std::vector<std::string>& columns,
                                                         char separator)
{
    const auto has = [&columns](std::string_view name) { return contains(columns, name); };
    const bool is_known = !columns.empty() && columns.front() == "Method" && has("Mean") &&
                          has("Error") && has("StdDev");
    return is_known ? std::make_unique<BenchmarkDotNetTable>(columns, separator) : nullptr;
}

} // namespace cb::parse
