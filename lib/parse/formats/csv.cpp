#include "base/file.hpp"
#include "parse/byte_order_mark.hpp"
#include "parse/formats/csv_table.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/google_benchmark_programs.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

namespace cb::parse {

namespace {

enum class Headers : std::uint8_t { of_tools, any };

/// The separator of a header's cells: the most frequent candidate.
char separator_of(std::string_view header)
{
    constexpr std::array separators{',', ';', '\t'};
    return *std::max_element(separators.begin(), separators.end(), [header](char a, char b) {
        return std::count(header.begin(), header.end(), a) <
               std::count(header.begin(), header.end(), b);
    });
}

/// CSV files with a header.
class Csv final : public LineFormat {
public:
    explicit Csv(Headers headers) : headers_{headers} {}

    void know(const TextFacts& facts) override
    {
        listed_ = facts.programs;
        same_tests_.set_iterations(facts.iterations);
    }

    [[nodiscard]] bool may_begin(char first) const override
    {
        return headers_ == Headers::any ||
               std::any_of(starts.begin(), starts.end(), [first](std::string_view start) {
                   return start.front() == first;
               });
    }

    [[nodiscard]] Next read(const TextLine& line, Collector& collector) override
    {
        if (record_ && record_->is_open()) {
            take(line, collector);
        } else if (!read_header(line, collector) && table_) {
            if (headers_ == Headers::of_tools &&
                line.text.find(separator_) == std::string_view::npos) {
                end_table(collector);
            } else if (!trimmed(line.text).empty()) {
                take(line, collector);
            }
        }
        return table_ ? Next::every : Next::some;
    }

    void finish(Collector& collector) override
    {
        if (record_ && record_->is_open()) {
            reject_open(record_->finish(), collector);
        }
        end_table(collector);
        same_tests_.finish(unnamed_google_program, collector);
    }

private:
    /// Whether the line is a header, which starts another table.
    [[nodiscard]] bool read_header(const TextLine& line, Collector& collector)
    {
        const bool is_first = headers_ == Headers::any && !table_;
        if (!is_first && !starts_as_known(line.text)) {
            return false;
        }
        // A byte order mark is not part of the first name.
        const auto text = without_byte_order_mark(line.text);
        const char separator = separator_of(text);
        CsvRecord record{separator};
        if (!record.take(text, line.number)) {
            return false;
        }
        std::vector<std::string> columns;
        for (const auto& cell : record.finish()) {
            columns.push_back(to_name(trimmed(cell.text)));
        }
        if (columns.size() > max_columns) {
            return false;
        }
        auto table = make_known_csv_table(columns, separator);
        if (!table && is_first && is_header(columns)) {
            table = make_any_csv_table(std::move(columns));
        }
        if (!table) {
            return false;
        }
        end_table(collector);
        table_ = std::move(table);
        if (google_table_of(text) == GoogleTable::csv) {
            name_program();
        }
        separator_ = separator;
        record_.emplace(separator);
        return true;
    }

    /// Tells the table which program of google-benchmark printed it.
    void name_program()
    {
        const bool is_listed = tables_ < listed_.size();
        table_->know(is_listed ? programs_.name_of(listed_[tables_]) : "default", same_tests_);
        same_tests_.begin_output(is_listed ? SameTests::Program::named
                                           : SameTests::Program::unnamed);
        ++tables_;
    }

    /// How the headers of known tools begin.
    static constexpr std::array<std::string_view, 7> starts{
        R"("test","rps",)",
        "name,iterations,",
        "command,mean,",
        "group,function,",
        R"("Benchmark","Mode","Threads",)",
        R"("title";"name";"unit";"batch";"elapsed")",
        "Method,Job,"};

    static bool starts_as_known(std::string_view text)
    {
        return std::any_of(starts.begin(), starts.end(), [text](std::string_view start) {
            return text.starts_with(start);
        });
    }

    /// A record may be shorter than the header, and every column is visited.
    static constexpr std::size_t max_columns = 256;

    /// Whether all are names, at least two: other lines may precede a header.
    static bool is_header(const std::vector<std::string>& columns)
    {
        return columns.size() > 1 &&
               std::none_of(columns.begin(), columns.end(), [](const std::string& column) {
                   return parse_finite(column).has_value();
               });
    }

    void take(const TextLine& line, Collector& collector)
    {
        if (!record_->take(line.text, line.number)) {
            return;
        }
        const bool is_cut = record_->is_open();
        const auto cells = record_->finish();
        if (is_cut) {
            reject_open(cells, collector);
        } else {
            table_->read(cells, line.number, collector);
        }
    }

    static void reject_open(const std::vector<CsvCell>& cells, Collector& collector)
    {
        collector.reject({.line = cells.back().line,
                          .column = cells.back().column,
                          .field = to_name(cells.front().text),
                          .reason = "the quoted cell has no end"});
    }

    void end_table(Collector& collector)
    {
        if (table_) {
            table_->finish(collector);
            table_.reset();
        }
        record_.reset();
    }

    Headers headers_;
    std::vector<std::string> listed_{}; ///< the programs of google-benchmark's tables, if known
    ProgramNames programs_{};
    SameTests same_tests_{};
    std::size_t tables_ = 0; ///< how many of google-benchmark have begun
    char separator_ = ',';
    std::unique_ptr<CsvTable> table_{};
    std::optional<CsvRecord> record_{};
};

} // namespace

std::unique_ptr<LineFormat> make_csv_of_tools()
{
    return std::make_unique<Csv>(Headers::of_tools);
}

std::unique_ptr<LineFormat> make_csv()
{
    return std::make_unique<Csv>(Headers::any);
}

} // namespace cb::parse
