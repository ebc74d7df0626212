#include "parse/formats/csv_table.hpp"
#include "parse/labels.hpp"
#include "parse/line_words.hpp"

namespace cb::parse {

namespace {

constexpr std::array<std::string_view, 5> nanobench_columns{
    "title", "name", "unit", "batch", "elapsed"};
constexpr std::size_t elapsed_column = 4;

struct Counter {
    std::string_view column;
    const char* metric;
};

constexpr std::array counter_columns{Counter{"instructions", "instructions"},
                                     Counter{"branches", "branchinstructions"},
                                     Counter{"branch misses", "branchmisses"}};

/// templates::csv() in src/include/nanobench.h: medians per iteration.
class NanobenchTable final : public CsvTable {
public:
    using CsvTable::CsvTable;

protected:
    void read_cells() override
    {
        auto base =
            make_test(to_name(text_at(1)), text_at(0).empty() ? "default" : to_name(text_at(0)));
        base.direction = Direction::lower;
        if (text_at(3) != "1") {
            add_label(base.labels, "batch", text_at(3));
        }
        if (text_at(2) != "op") {
            add_label(base.labels, "unit", to_name(text_at(2)));
        }
        add_median(base, "time", "s", elapsed_column);
        for (const auto& counter : counter_columns) {
            if (const auto column = column_named(counter.column); column && is_counted(*column)) {
                add_median(base, counter.metric, "", *column);
            }
        }
    }

private:
    /// A machine without counters prints 0 for each.
    [[nodiscard]] bool is_counted(std::size_t column) const
    {
        const auto text = text_at(column);
        return text != "0" && text != "-nan" && text != "nan";
    }

    void add_median(Result result, const char* metric, const char* unit, std::size_t column) const
    {
        if (const auto median = number_at(column, result.test)) {
            result.metric = metric;
            result.unit = unit;
            result.summary = {{"avg", *median}, {"median", *median}};
            add(std::move(result), column);
        }
    }
};

} // namespace

std::unique_ptr<CsvTable> make_nanobench_csv_table(const std::vector<std::string>& columns)
{
    const bool is_known =
        columns.size() >= nanobench_columns.size() &&
        std::equal(nanobench_columns.begin(), nanobench_columns.end(), columns.begin());
    return is_known ? std::make_unique<NanobenchTable>(columns) : nullptr;
}

} // namespace cb::parse
