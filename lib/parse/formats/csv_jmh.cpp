#include "manifest/units.hpp"
#include "parse/formats/csv_table.hpp"
#include "parse/formats/jmh_names.hpp"
#include "parse/labels.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

namespace cb::parse {

namespace {

constexpr std::array<std::string_view, 5> jmh_columns{
    "Benchmark", "Mode", "Threads", "Samples", "Score"};
constexpr std::size_t mode_column = 1, threads_column = 2, score_column = 4, unit_column = 6;

/// jmh-core/src/main/java/org/openjdk/jmh/results/format/XSVResultFormat.java: a record has the
/// mean of a benchmark, or of what a profiler measured for it. Java writes it in its locale:
/// "0,120356".
class JmhTable final : public CsvTable {
public:
    using CsvTable::CsvTable;

protected:
    void read_cells() override
    {
        const auto name = to_name(text_at(0));
        const auto mode = to_name(text_at(mode_column));
        const auto colon = name.find(':'); // from a profiler
        const auto whole = name.substr(0, colon);
        const auto [benchmark, test] = split_at_last(whole, ".");
        auto result = make_test(test, benchmark);
        add_parameters(result);
        add_label(result.labels, "mode", mode);
        add_label(result.labels, "threads", text_at(threads_column));
        result.test += thread_suffix(result, mode);
        const auto score = decimal_at(score_column, result.test);
        if (!score) {
            return;
        }
        result.unit = to_name(text_at(unit_column));
        if (colon == std::string::npos) {
            result.metric = jmh_metric_of(mode);
            result.direction = direction_of_unit(result.unit);
        } else {
            result.metric = jmh_secondary_metric(name.substr(colon + 1), mode);
            result.direction = jmh_secondary_direction(result.unit);
        }
        result.summary = {{"avg", *score}};
        add(std::move(result), score_column);
    }

private:
    void add_parameters(Result& result) const
    {
        constexpr std::string_view prefix = "Param: ";
        std::string text;
        for (std::size_t i = unit_column + 1; i < columns().size(); ++i) {
            const auto& column = columns()[i];
            if (column.starts_with(prefix) && !text_at(i).empty()) { // else of another benchmark
                const auto parameter = column.substr(prefix.size());
                const auto value = to_name(text_at(i));
                append_part(text, fmt::format("{}={}", parameter, value));
                add_label(result.labels, parameter, value);
            }
        }
        result.test += text.empty() ? "" : fmt::format(" ({})", text);
    }

    /// Several invocations in one file may differ only in the number of threads.
    std::string thread_suffix(const Result& result, std::string_view mode)
    {
        const Labels threads{{"threads", std::string{text_at(threads_column)}}};
        const auto key = fmt::format("{}\n{}\n{}", result.benchmark, result.test, mode);
        const auto& first = first_threads_.emplace(key, threads).first->second;
        return suffix_of(threads, differing_keys(first, threads));
    }

    std::map<std::string, Labels> first_threads_{};
};

} // namespace

std::unique_ptr<CsvTable> make_jmh_csv_table(const std::vector<std::string>& columns)
{
    const bool is_known = columns.size() > unit_column && columns[unit_column] == "Unit" &&
                          std::equal(jmh_columns.begin(), jmh_columns.end(), columns.begin());
    return is_known ? std::make_unique<JmhTable>(columns) : nullptr;
}

} // namespace cb::parse
