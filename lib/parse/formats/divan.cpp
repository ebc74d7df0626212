#include "base/file.hpp"
#include "base/utf8.hpp"
#include "manifest/units.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

namespace cb::parse {

namespace {

constexpr std::string_view bar = "\u2502";
constexpr std::size_t cells_in_row = 6, cells_with_figures = 4;
using Cells = std::array<std::string_view, cells_in_row>;

/// The cells of a row after its name; nullopt if there are not six.
std::optional<Cells> cells_of(std::string_view text)
{
    Cells cells;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto end = text.find(bar);
        const bool is_last = i + 1 == cells.size();
        if (is_last != (end == std::string_view::npos)) {
            return std::nullopt;
        }
        cells[i] = trimmed(text.substr(0, end));
        text.remove_prefix(is_last ? text.size() : end + bar.size());
    }
    return cells;
}

/// A figure with its unit after a blank: "3.577 Gitem/s", "100".
TextTest::Printed printed_in(std::string_view cell)
{
    const auto blank = cell.find(' ');
    return {cell.substr(0, blank),
            blank == std::string_view::npos ? std::string_view{} : trimmed(cell.substr(blank))};
}

/// The tree that divan prints (src/tree_painter.rs).
class Divan final : public TextFormat {
public:
    /// The header may begin with any byte, because it starts with a name.
    [[nodiscard]] bool may_begin(char first) const override { return first != ' '; }
    [[nodiscard]] bool may_end(char last) const override { return last == 's'; } // "iters"

    [[nodiscard]] Next read_line() override
    {
        if (line().text.ends_with(" iters") && is_head(line().text)) {
            give_test();
            read_head(line().text);
        } else if (name_end_ > 0) {
            read_row();
        }
        return name_end_ > 0 ? Next::every : Next::some;
    }

    void end_text() override { give_test(); }

private:
    static bool is_head(std::string_view line)
    {
        const auto cells = cells_of(line);
        return cells && (*cells)[0].ends_with(" fastest") && (*cells)[1] == "slowest" &&
               (*cells)[2] == "median" && (*cells)[3] == "mean" && (*cells)[4] == "samples";
    }

    void read_head(std::string_view line)
    {
        const auto at = line.find(" fastest") + 1;
        name_end_ = count_characters(line.substr(0, at));
        root_ = to_name(trimmed(line.substr(0, at)));
        path_.clear();
    }

    void read_row()
    {
        if (line().text.empty() ||
            (line().text.front() != ' ' && line().text.front() != bar.front())) {
            return;
        }
        const auto split = byte_of_column(line().text, name_end_);
        auto left = line().text.substr(0, split);
        const auto level = take_branches(left);
        const auto cells = cells_of(line().text.substr(split));
        if (level > 0) {
            give_test();
            read_branch(level, trimmed(left), cells);
        } else if (left.empty() && test_ && cells) {
            read_counter(*cells);
        }
    }

    void read_branch(std::size_t level, std::string_view name, const std::optional<Cells>& cells)
    {
        if (name.empty() || level - 1 > path_.size()) {
            start_test(name, root_);
            refuse_test("is not a row of the tree");
            return;
        }
        path_.resize(level - 1);
        path_.push_back(to_name(name));
        read_test(cells);
    }

    /// Removes the tree's lines from the front. Returns the depth of the row, 0 if it has no
    /// branch.
    static std::size_t take_branches(std::string_view& text)
    {
        std::size_t level = 0;
        auto rest = text;
        while (take(rest, "\u2502  ") || take(rest, "   ")) {
            ++level;
        }
        const bool is_branch = take(rest, "\u251c\u2500 ") || take(rest, "\u2570\u2500 ");
        text = is_branch ? rest : trimmed(rest);
        return is_branch ? level + 1 : 0;
    }

    void read_test(const std::optional<Cells>& cells)
    {
        if (cells && (*cells)[0].empty()) { // a group
            return;
        }
        start_test(fmt::format("{}", fmt::join(path_, "/")), root_);
        if (!cells) {
            const auto text = line().text.substr(byte_of_column(line().text, name_end_));
            refuse_test(trimmed(text) == "(ignored)" ? "the benchmark is ignored"
                                                     : "something else was printed into the row");
            return;
        }
        section_.clear();
        add_summary(*cells, {"time", "ns", Direction::lower});
        test_->add_label("samples", (*cells)[cells_in_row - 2]);
    }

    void add_summary(const Cells& cells, const ResultMetric& metric)
    {
        const bool is_rate = metric.direction == Direction::higher;
        const std::array<std::string_view, cells_with_figures> keys{
            is_rate ? "max" : "min", is_rate ? "min" : "max", "median", "avg"};
        for (std::size_t i = 0; i < keys.size(); ++i) {
            const auto printed = printed_in(cells[i]);
            read_figure(metric, keys[i], printed.number, printed.unit);
        }
    }

    /// A row below that of a test: a rate, or an allocation figure below "alloc:".
    void read_counter(const Cells& cells)
    {
        const auto unit = std::string{printed_in(cells[0]).unit};
        if (cells[0].ends_with(':')) {
            section_ = to_name(cells[0].substr(0, cells[0].size() - 1));
        } else if (unit.ends_with("/s")) {
            const auto plain = plain_rate(unit);
            const auto metric = plain == "B/s" ? "throughput" : "throughput (" + plain + ")";
            add_rates(cells, {metric, plain, Direction::higher});
        } else if (!section_.empty()) {
            const auto metric = section_ + (unit.empty() ? " count" : " size");
            const auto kept = unit.empty() ? "" : "B";
            add_summary(cells, {metric, kept, Direction::lower});
        }
    }

    /// "item/s" for "Gitem/s".
    static std::string plain_rate(std::string_view unit)
    {
        if (converted(1, unit, "B/s")) {
            return "B/s";
        }
        return to_name(unit.substr(power_of(unit) == 0 ? 0 : 1));
    }

    /// For a rate of something other than bytes, which starts with a letter for the power.
    static int power_of(std::string_view unit)
    {
        constexpr std::string_view letters = "KMGTP";
        const auto at = unit.size() > 3 ? letters.find(unit.front()) : std::string_view::npos;
        return at == std::string_view::npos ? 0 : 3 * (static_cast<int>(at) + 1);
    }

    void add_rates(const Cells& cells, const ResultMetric& metric)
    {
        if (metric.unit == "B/s") {
            add_summary(cells, metric);
            return;
        }
        constexpr std::array<std::string_view, cells_with_figures> keys{
            "max", "min", "median", "avg"};
        for (std::size_t i = 0; i < keys.size(); ++i) {
            const auto printed = printed_in(cells[i]);
            if (const auto value = parse_scaled(printed.number, power_of(printed.unit))) {
                test_->add(metric, keys[i], *value, line());
            } else {
                read_figure(metric, keys[i], printed.number);
            }
        }
    }

    std::size_t name_end_ = 0; ///< the column after the names; 0: no table
    std::string root_{};
    std::vector<std::string> path_{}; ///< of the last row
    std::string section_{};           ///< "alloc"
};

} // namespace

std::unique_ptr<LineFormat> make_divan()
{
    return std::make_unique<Divan>();
}

} // namespace cb::parse
