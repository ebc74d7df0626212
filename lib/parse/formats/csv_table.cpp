#include "parse/formats/csv_table.hpp"

#include "base/file.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

namespace cb::parse {

bool CsvRecord::take(std::string_view line, std::uint64_t number)
{
    std::size_t at = 0;
    const auto begin_cell = [&] {
        cells_.push_back({.text = "", .line = number, .column = at + 1});
        is_quoted_ = at < line.size() && line[at] == '"';
        at += is_quoted_ ? 1 : 0;
    };
    if (cells_.empty()) {
        begin_cell();
    } else {
        cells_.back().text += '\n';
    }
    bytes_ += line.size() + 1;
    while (at < line.size()) {
        const char c = line[at++];
        if (is_quoted_ && c == '"') {
            const bool is_doubled = at < line.size() && line[at] == '"';
            if (is_doubled) {
                cells_.back().text += line[at++];
            }
            is_quoted_ = is_doubled;
        } else if (!is_quoted_ && c == separator_) {
            begin_cell();
        } else {
            cells_.back().text += c;
        }
    }
    return !is_quoted_ || bytes_ > max_bytes;
}

std::vector<CsvCell> CsvRecord::finish()
{
    is_quoted_ = false;
    bytes_ = 0;
    return std::exchange(cells_, {});
}

void CsvTable::read(const std::vector<CsvCell>& cells,
                    std::uint64_t last_line,
                    Collector& collector)
{
    cells_ = &cells;
    collector_ = &collector;
    last_line_ = last_line;
    if (cells.size() > columns_.size() || cells.size() + optional_columns() < columns_.size()) {
        const auto reason = fmt::format(
            "the record has {} cells, and the header {}", cells.size(), columns_.size());
        collector.reject({.line = cells.front().line,
                          .column = cells.front().column,
                          .field = to_name(cells.front().text),
                          .reason = reason});
    } else {
        read_cells();
    }
}

std::string_view CsvTable::text_at(std::size_t column) const
{
    return column < cells_->size() ? trimmed((*cells_)[column].text) : std::string_view{};
}

std::optional<std::size_t> CsvTable::column_named(std::string_view name) const
{
    const auto at = std::find(columns_.begin(), columns_.end(), name);
    return at == columns_.end() ? std::nullopt
                                : std::optional{static_cast<std::size_t>(at - columns_.begin())};
}

std::optional<double> CsvTable::number_at(std::size_t column, std::string_view test) const
{
    const auto text = text_at(column);
    if (text.empty()) {
        return std::nullopt;
    }
    const auto value = parse_finite(text);
    if (!value) {
        reject(column, test, value.error());
    }
    return value ? std::optional{*value} : std::nullopt;
}

std::optional<double> CsvTable::decimal_at(std::size_t column, std::string_view test) const
{
    std::string text{text_at(column)};
    if (std::count(text.begin(), text.end(), ',') == 1 && text.find('.') == std::string::npos) {
        text[text.find(',')] = '.';
        if (const auto value = parse_finite(text)) {
            return *value;
        }
    }
    return number_at(column, test);
}

void CsvTable::add(Result result, std::size_t column) const
{
    const auto test = result.test;
    result.lines = {lines()};
    if (auto reason = collector().add(std::move(result))) {
        reject(column, test, std::move(*reason));
    }
}

void CsvTable::reject(std::size_t column, std::string_view test, std::string reason) const
{
    const auto& cell = (*cells_)[std::min(column, cells_->size() - 1)];
    collector().reject({.line = cell.line,
                        .column = cell.column,
                        .field = fmt::format("{}/{}", test, columns_[column]),
                        .reason = std::move(reason)});
}

std::pair<std::uint64_t, std::uint64_t> CsvTable::lines() const
{
    return {cells_->front().line, last_line_};
}

} // namespace cb::parse
