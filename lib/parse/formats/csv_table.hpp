#pragma once

#include "parse/collector.hpp"
#include "parse/formats/same_tests.hpp"
#include "parse/names.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cb::parse {

struct CsvCell {
    std::string text{};
    std::uint64_t line = 1;
    std::size_t column = 1;
};

/// Splits the lines of a CSV file (RFC 4180). A quoted cell may continue on the next line. Linear.
class CsvRecord {
public:
    /// A longer record is cut off, because probably a quote was not closed.
    static constexpr std::size_t max_bytes = 1U << 20U;

    explicit CsvRecord(char separator) : separator_{separator} {}

    /// Whether the line completes the record.
    [[nodiscard]] bool take(std::string_view line, std::uint64_t number);
    /// The cells of the record; the next line starts another one.
    [[nodiscard]] std::vector<CsvCell> finish();
    [[nodiscard]] bool is_open() const { return is_quoted_; }

private:
    char separator_;
    std::vector<CsvCell> cells_{};
    std::size_t bytes_ = 0;
    bool is_quoted_ = false; ///< the line ended within a cell
};

/// Reads the records below a header.
class CsvTable {
public:
    explicit CsvTable(std::vector<std::string> columns) : columns_{std::move(columns)} {}
    CsvTable(const CsvTable&) = delete;
    CsvTable& operator=(const CsvTable&) = delete;
    virtual ~CsvTable() = default;

    /// Called first. `program` printed the table, if that is known; otherwise it is "default". Does
    /// not own `same_tests`, which must outlive the table.
    virtual void know(std::string_view /*program*/, SameTests& /*same_tests*/) {}
    /// `last_line` is the last line of the record.
    void read(const std::vector<CsvCell>& cells, std::uint64_t last_line, Collector& collector);
    /// Ends the table.
    void finish(Collector& collector)
    {
        collector_ = &collector;
        end();
    }

protected:
    /// Called at the end of the table.
    virtual void end() {}
    /// How many columns a record may omit at its end.
    [[nodiscard]] virtual std::size_t optional_columns() const { return 0; }
    virtual void read_cells() = 0;

    [[nodiscard]] Collector& collector() const { return *collector_; }
    [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
    /// The text in the column, without surrounding blanks; empty if absent.
    [[nodiscard]] std::string_view text_at(std::size_t column) const;
    /// The index of the column with that name.
    [[nodiscard]] std::optional<std::size_t> column_named(std::string_view name) const;
    /// The number in the column; nullopt if the cell is empty, or invalid, which is reported.
    [[nodiscard]] std::optional<double> number_at(std::size_t column, std::string_view test) const;
    /// The same if a comma may be the decimal mark.
    [[nodiscard]] std::optional<double> decimal_at(std::size_t column, std::string_view test) const;
    void add(Result result, std::size_t column) const;
    void reject(std::size_t column, std::string_view test, std::string reason) const;
    [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> lines() const;

private:
    std::vector<std::string> columns_;
    const std::vector<CsvCell>* cells_ = nullptr; ///< of the current record
    std::uint64_t last_line_ = 1;
    Collector* collector_ = nullptr; ///< while reading
};

/// The table of a tool that is recognized by the columns; null for others. `separator` is the
/// file's.
[[nodiscard]] std::unique_ptr<CsvTable>
make_known_csv_table(const std::vector<std::string>& columns, char separator);
/// A table with arbitrary columns, which are interpreted by name.
[[nodiscard]] std::unique_ptr<CsvTable> make_any_csv_table(std::vector<std::string> columns);

/// `-rf csv` of JMH; null for the columns of another table.
[[nodiscard]] std::unique_ptr<CsvTable> make_jmh_csv_table(const std::vector<std::string>& columns);
/// nanobench, rendered with templates::csv(); null for the columns of another table.
[[nodiscard]] std::unique_ptr<CsvTable>
make_nanobench_csv_table(const std::vector<std::string>& columns);
/// The report of BenchmarkDotNet. `separator` is the file's, which implies the number format; null
/// for the columns of another table.
[[nodiscard]] std::unique_ptr<CsvTable>
make_benchmarkdotnet_csv_table(const std::vector<std::string>& columns, char separator);

} // namespace cb::parse
