#include "base/text.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cb::parse {

namespace {

constexpr std::string_view edge = "│";

enum class TinybenchColumn : std::uint8_t { other, name, mean, median, error };

struct TinybenchTitle {
    std::string_view name;
    TinybenchColumn column;
};

/// The columns of versions 2, 3.0 and 3.1 to 6. The throughput repeats the latency.
constexpr std::array tinybench_titles{
    TinybenchTitle{"Task Name", TinybenchColumn::name},
    TinybenchTitle{"Task name", TinybenchColumn::name},
    TinybenchTitle{"Average Time (ns)", TinybenchColumn::mean},
    TinybenchTitle{"Latency average (ns)", TinybenchColumn::mean},
    TinybenchTitle{"Latency avg (ns)", TinybenchColumn::mean},
    TinybenchTitle{"Latency median (ns)", TinybenchColumn::median},
    TinybenchTitle{"Latency med (ns)", TinybenchColumn::median},
    TinybenchTitle{"Error", TinybenchColumn::error},
};

/// Removes and returns a string as Node's util.inspect() prints it: in one of three quotes, that
/// quote and the backslash escaped; nullopt if there is none, or no end.
std::optional<std::string> take_inspected(std::string_view& text)
{
    const char quote = text.empty() ? ' ' : text.front();
    if (quote != '\'' && quote != '"' && quote != '`') {
        return std::nullopt;
    }
    std::string inside;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == quote) {
            text.remove_prefix(i + 1);
            return inside;
        }
        const bool is_escaped =
            text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == quote || text[i + 1] == '\\');
        inside += text[is_escaped ? ++i : i]; // others, like \n, stay visible
    }
    return std::nullopt;
}

/// The cells of a line of console.table(); empty if it is not one. Bun prints strings without
/// quotes.
std::vector<std::string> take_cells(std::string_view line)
{
    std::vector<std::string> cells;
    if (!take(line, edge)) {
        return cells;
    }
    while (!trimmed(line).empty()) {
        line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
        const auto whole = line;
        auto cell = take_inspected(line);
        const auto end = line.find(edge);
        if (end == std::string_view::npos) {
            return {};
        }
        if (!cell || !trimmed(line.substr(0, end)).empty()) {
            line = whole;
            cell = std::string{trimmed(line.substr(0, line.find(edge)))};
        }
        cells.push_back(std::move(*cell));
        line.remove_prefix(line.find(edge) + edge.size());
    }
    return cells;
}

std::vector<TinybenchColumn> read_titles(const std::vector<std::string>& cells)
{
    std::vector<TinybenchColumn> columns;
    for (const auto& cell : cells) {
        const auto* const known = find_named(tinybench_titles, cell);
        columns.push_back(known == nullptr ? TinybenchColumn::other : known->column);
    }
    const auto has = [&](TinybenchColumn column) { return contains(columns, column); };
    return has(TinybenchColumn::name) && (has(TinybenchColumn::mean) || has(TinybenchColumn::error))
               ? columns
               : std::vector<TinybenchColumn>{};
}

/// What console.table(bench.table()) prints: src/bench.ts.
class TinybenchTable final : public LineFormat {
public:
    [[nodiscard]] Precision precision() const override { return Precision::rounded; }
    [[nodiscard]] bool may_begin(char first) const override { return first == edge.front(); }

    [[nodiscard]] Next read(const TextLine& line, Collector& collector) override
    {
        const auto cells = take_cells(line.text);
        if (auto columns = read_titles(cells); !columns.empty()) {
            columns_ = std::move(columns);
            line_ = line.number;
        } else if (columns_.empty()) {
            return Next::some;
        } else if (cells.empty()) {
            read_rule(line, collector);
        } else if (cells.size() == columns_.size()) {
            read_row(cells, line, collector);
        } else {
            reject(line.number,
                   to_name(line.text.substr(0, 40)),
                   "is not a row of the table",
                   collector);
        }
        return columns_.empty() ? Next::some : Next::every;
    }

    void finish(Collector& collector) override
    {
        if (!columns_.empty()) {
            reject(line_, "", "the table has no end: rows may be missing", collector);
        }
        columns_.clear();
    }

private:
    static void
    reject(std::uint64_t line, std::string field, std::string reason, Collector& collector)
    {
        collector.reject(
            {.line = line, .column = 1, .field = std::move(field), .reason = std::move(reason)});
    }

    /// The lines "├───┼───┤" and "└───┴───┘"; a line of another program may come between the rows.
    void read_rule(const TextLine& line, Collector& collector)
    {
        if (line.text.starts_with("└")) {
            columns_.clear();
        } else if (!line.text.starts_with("├") && line.text.starts_with(edge)) {
            reject(line.number,
                   to_name(line.text.substr(0, 40)),
                   "is not a row of the table",
                   collector);
        }
    }

    void read_row(const std::vector<std::string>& cells,
                  const TextLine& line,
                  Collector& collector) const
    {
        const auto cell = [&](TinybenchColumn column) -> std::string_view {
            const auto place = std::find(columns_.begin(), columns_.end(), column);
            if (place == columns_.end()) {
                return {};
            }
            return cells[static_cast<std::size_t>(place - columns_.begin())];
        };
        TextTest test{"default", cell(TinybenchColumn::name), line.number};
        if (const auto error = cell(TinybenchColumn::error); !error.empty()) {
            std::move(test).refuse("the benchmark failed", collector);
            return;
        }
        for (const auto& [column, key] : {std::pair{TinybenchColumn::mean, "avg"},
                                          std::pair{TinybenchColumn::median, "median"}}) {
            const auto text = cell(column);
            if (const auto number = text.substr(0, text.find(' ')); !number.empty()) {
                test.add({"time", "ns", Direction::lower},
                         key,
                         {"", "ns"},
                         parse_finite(number),
                         line,
                         collector);
            }
        }
        std::move(test).give(collector);
    }

    std::vector<TinybenchColumn> columns_{}; ///< empty outside a table
    std::uint64_t line_ = 1;                 ///< of the header
};

} // namespace

std::unique_ptr<LineFormat> make_tinybench_table()
{
    return std::make_unique<TinybenchTable>();
}

} // namespace cb::parse
