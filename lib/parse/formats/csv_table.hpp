#pragma once

#include "parse/collector.hpp"

#include <cstddef>
#include <cstdint>
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

/// Takes the lines of a CSV file (RFC 4180) apart. A quoted cell may go on in the next line.
/// Linear.
class CsvRecord {
public:
    /// A longer record is cut off there, as where a quote was never closed.
    static constexpr std::size_t most_bytes = 1U << 20U;

    explicit CsvRecord(char separator) : separator_{separator} {}

    /// Whether the record is complete with the line.
    [[nodiscard]] bool take(std::string_view line, std::uint64_t number);
    /// The cells of the record; the next line begins another one.
    [[nodiscard]] std::vector<CsvCell> finish();
    [[nodiscard]] bool is_open() const { return is_quoted_; }

private:
    char separator_;
    std::vector<CsvCell> cells_{};
    std::size_t bytes_ = 0;
    bool is_quoted_ = false; ///< the end of the line is inside of a cell
};

/// Reads the records below a header.
class CsvTable {
public:
    explicit CsvTable(std::vector<std::string> columns) : columns_{std::move(columns)} {}
    CsvTable(const CsvTable&) = delete;
    CsvTable& operator=(const CsvTable&) = delete;
    virtual ~CsvTable() = default;

    /// `last_line`: where the record ends.
    void read(const std::vector<CsvCell>& cells, std::uint64_t last_line, Collector& collector);
    /// The end of the table.
    virtual void finish(Collector& /*collector*/) {}

protected:
    /// The columns that a record may leave out at its end.
    [[nodiscard]] virtual std::size_t optional_columns() const { return 0; }
    virtual void read_cells(Collector& collector) = 0;

    [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
    /// The text in the column, without blanks around it; empty where there is none.
    [[nodiscard]] std::string_view text_at(std::size_t column) const;
    /// The index of the column of that name.
    [[nodiscard]] std::optional<std::size_t> column_named(std::string_view name) const;
    /// The number in the column; none where the cell is empty, or is wrong, which is named.
    [[nodiscard]] std::optional<double>
    number_at(std::size_t column, std::string_view test, Collector& collector) const;
    /// The same where a comma may be the decimal mark.
    [[nodiscard]] std::optional<double>
    decimal_at(std::size_t column, std::string_view test, Collector& collector) const;
    void add(Result result, std::size_t column, Collector& collector) const;
    void reject(std::size_t column,
                std::string_view test,
                std::string reason,
                Collector& collector) const;
    [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> lines() const;

private:
    std::vector<std::string> columns_;
    const std::vector<CsvCell>* cells_ = nullptr; ///< of the record that is read
    std::uint64_t last_line_ = 1;
};

/// The table of a tool that is known by the columns; none for others. `separator` is that of the
/// file.
[[nodiscard]] std::unique_ptr<CsvTable>
make_known_csv_table(const std::vector<std::string>& columns, char separator);
/// A table of any columns, which say what they are by their names.
[[nodiscard]] std::unique_ptr<CsvTable> make_any_csv_table(std::vector<std::string> columns);

} // namespace cb::parse
