#include "base/file.hpp"
#include "manifest/units.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"
#include "parse/names.hpp"

namespace cb::parse {

namespace {

struct Column {
    std::string_view name, key; ///< the key in a summary; empty: dropped
};

constexpr std::array columns{Column{"Min", "min"},
                             Column{"Max", "max"},
                             Column{"Mean", "avg"},
                             Column{"StdDev", "stddev"},
                             Column{"Median", "median"},
                             Column{"IQR", ""},
                             Column{"Outliers", ""},
                             Column{"OPS", ""},
                             Column{"Rounds", ""},
                             Column{"Iterations", ""}};

/// The header of a table: "Name (time in us)     Min   Max …".
struct PytestHead {
    std::string unit{};
    std::vector<std::string_view> keys{}; ///< of the columns after the name
};

std::optional<PytestHead> pytest_head(std::string_view line)
{
    if (!take(line, "Name (time in ")) {
        return std::nullopt;
    }
    const auto end = line.find(')');
    PytestHead head{.unit = std::string{line.substr(0, std::min(end, line.size()))}};
    if (end == std::string_view::npos || !nanoseconds(head.unit)) {
        return std::nullopt;
    }
    const LineWords words{line.substr(end + 1)};
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto* const known = find_named(columns, words[i]);
        if (known != nullptr) {
            head.keys.push_back(known->key);
        } else if (!words[i].starts_with('(')) { // the unit of "OPS (Kops/s)"
            return std::nullopt;
        }
    }
    return head.keys.empty() ? std::nullopt : std::optional{std::move(head)};
}

bool is_rule(std::string_view line)
{
    const auto text = trimmed(line);
    return text.size() > 20 && text.find_first_not_of('-') == std::string_view::npos;
}

/// Whether the word is a cell: "1,234.5", "56;1262".
bool is_cell(std::string_view word)
{
    return !word.empty() && word.find_first_not_of("0123456789.,;") == std::string_view::npos;
}

/// A row: the name, and the cells without their ratios to the best.
struct PytestRow {
    std::string_view name;
    std::vector<std::string_view> cells;
};

/// Parses cells from the right, because the name may contain anything; nullopt if there are fewer.
std::optional<PytestRow> pytest_row(std::string_view line, std::size_t cells)
{
    PytestRow row{.name = line, .cells = std::vector<std::string_view>(cells)};
    for (auto i = cells; i-- > 0;) {
        auto word = take_last_word(row.name);
        if (word.starts_with('(') && word.ends_with(')')) { // "(1.0)"
            word = take_last_word(row.name);
        }
        if (!is_cell(word)) {
            return std::nullopt;
        }
        row.cells[i] = word;
    }
    row.name = trimmed(row.name);
    return row.name.empty() ? std::nullopt : std::optional{std::move(row)};
}

/// The name of a test of this run; nullopt for one of a saved run, which is in the table for
/// comparison: "test_sort (0001_unversi)" next to "test_sort (NOW)".
std::optional<std::string_view> name_of_now(std::string_view name)
{
    const auto open = name.rfind(" (");
    if (open == std::string_view::npos || !name.ends_with(')')) {
        return name;
    }
    const auto run = name.substr(open + 2, name.size() - open - 3);
    const bool is_saved = run.size() > 4 && is_count(run.substr(0, 4)) && run[4] == '_';
    return run == "NOW" ? std::optional{name.substr(0, open)}
                        : (is_saved ? std::nullopt : std::optional{name});
}

/// The tables at the end of pytest-benchmark's output (src/pytest_benchmark/table.py).
class PytestBenchmarkTable final : public TextFormat {
public:
    [[nodiscard]] Precision precision() const override { return Precision::rounded; }
    [[nodiscard]] bool may_begin(char first) const override { return first == 'N'; }

    [[nodiscard]] Next read_line() override
    {
        if (auto head = pytest_head(line().text)) {
            end_text();
            head_ = std::move(*head);
            head_line_ = line().number;
            state_ = State::head;
        } else if (state_ == State::head) {
            state_ = is_rule(line().text) ? State::rows : State::other;
        } else if (state_ == State::rows && is_rule(line().text)) {
            state_ = State::other;
        } else if (state_ == State::rows) {
            read_row();
        }
        return state_ == State::other ? Next::some : Next::every;
    }

    void end_text() override
    {
        if (state_ == State::rows) {
            collector().reject({.line = head_line_,
                                .column = 1,
                                .field = "",
                                .reason = "the table has no end: rows may be missing"});
        }
        state_ = State::other;
    }

private:
    enum class State : std::uint8_t { other, head, rows };

    void read_row()
    {
        const auto row = pytest_row(line().text, head_.keys.size());
        if (!row) {
            if (!trimmed(line().text).empty()) {
                reject({}, to_name(line().text.substr(0, 40)), "is not a row of the table");
            }
            return;
        }
        const auto name = name_of_now(row->name);
        if (!name) {
            return;
        }
        const auto [benchmark, test] = split_at_first(*name, "::");
        start_test(test, benchmark);
        if (!contains(head_.keys, "avg")) {
            refuse_test("the table has no column \"Mean\"");
            return;
        }
        for (std::size_t i = 0; i < head_.keys.size(); ++i) {
            if (!head_.keys[i].empty()) {
                read_figure(
                    {"time", "s", Direction::lower}, head_.keys[i], row->cells[i], head_.unit);
            }
        }
        give_test();
    }

    State state_ = State::other;
    PytestHead head_{};
    std::uint64_t head_line_ = 1;
};

} // namespace

std::unique_ptr<LineFormat> make_pytest_benchmark_table()
{
    return std::make_unique<PytestBenchmarkTable>();
}

} // namespace cb::parse
