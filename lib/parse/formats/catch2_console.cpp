#include "base/file.hpp"
#include "manifest/units.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

namespace cb::parse {

namespace {

constexpr std::size_t reporter_width = 79; ///< of a line of the reporter
constexpr std::size_t first_width = 37;    ///< of the first column
constexpr std::size_t part_width = 35;     ///< of a part of a name that spans several lines
constexpr std::string_view failed = "Benchmark failed (";

bool is_rule(std::string_view line, char c)
{
    return line.size() >= reporter_width && line.find_first_not_of(c) == std::string_view::npos;
}

struct TimeText {
    std::string_view value, unit;
};

TimeText take_last_time(std::string_view& text)
{
    const auto unit = take_last_word(text);
    return {.value = take_last_word(text), .unit = unit == "m" ? "min" : unit};
}

/// Whether the unit is one of the reporter's; "m" means minutes and was changed to "min".
bool is_time(const TimeText& time)
{
    constexpr std::array units{"ns", "us", "ms", "s", "min"};
    return !time.value.empty() && std::find(units.begin(), units.end(), time.unit) != units.end();
}

/// A part of a name that is too long for its column and continues on the next line.
bool is_part_of_name(std::string_view line)
{
    return line.size() >= reporter_width && trimmed(line.substr(first_width)).empty();
}

/// The line that starts a benchmark: its name, or the last part of it, and three figures.
struct ConsoleRow {
    std::string_view name;
    TimeText time;
};

std::optional<ConsoleRow> console_row(std::string_view text)
{
    auto rest = text;
    const auto time = take_last_time(rest);
    const auto iterations = take_last_word(rest);
    const auto samples = take_last_word(rest);
    if (is_time(time) && is_count(iterations) && is_count(samples)) {
        return ConsoleRow{.name = trimmed(rest), .time = time};
    }
    if (text.size() > reporter_width) { // the benchmark's own output may follow
        return console_row(text.substr(0, reporter_width));
    }
    return std::nullopt;
}

/// Whether the numbers of samples and iterations are in their columns: then the line would be a Row
/// without the other output printed into it.
bool is_cut_row(std::string_view text)
{
    constexpr std::size_t column = 14;
    return text.size() >= first_width + 2 * column &&
           is_count(trimmed(text.substr(first_width, column))) &&
           is_count(trimmed(text.substr(first_width + column, column)));
}

/// Whether the reporter would break a name after `part` because the text in `next` is too long for
/// the same line.
bool is_broken_between(std::string_view part, std::string_view next)
{
    return part.size() <= part_width &&
           part.size() + 1 + next.substr(0, next.find(' ')).size() > part_width;
}

/// Catch2's console reporter, versions 2 and 3 (catch_reporter_console.cpp): a heading with the
/// names of the test case and its sections, and a table with three lines per benchmark.
class Catch2Console final : public TextFormat {
public:
    /// The rule above a heading, and the header of a table.
    [[nodiscard]] bool may_begin(char first) const override { return first == '-' || first == 'b'; }

    [[nodiscard]] Next read_line() override
    {
        if (is_rule(line().text, '-')) {
            read_rule();
        } else if (line().text.starts_with("benchmark name ") &&
                   line().text.find(" samples ") != std::string_view::npos) {
            end_table();
            auto text = line().text;
            are_means_only_ = take_last_word(text) == "mean";
            state_ = State::head;
        } else if (state_ == State::heading) {
            read_heading(line().text);
        } else if (state_ == State::rows) {
            read_row();
        }
        return state_ == State::other ? Next::some : Next::every;
    }

    void end_text() override { end_table(); }

private:
    enum class State : std::uint8_t { other, heading, head, rows };
    static constexpr std::size_t max_lines = 100; ///< in a heading, or candidates for a name
    static constexpr unsigned all_figures = 2;    ///< lines per benchmark

    /// A benchmark whose figures are still missing.
    struct Entry {
        std::string name{};
        std::uint64_t line = 1, last_line = 1;
        std::map<std::string, double> summary{};
        bool is_cut = false;  ///< other output was printed into the line with the name
        unsigned figures = 0; ///< number of figure lines read: first that of the mean
    };

    void read_rule()
    {
        if (state_ == State::head) {
            state_ = State::rows;
        } else if (state_ == State::heading && !names_.empty()) {
            path_ = to_name(fmt::format("{}", fmt::join(names_, "/")));
            state_ = State::other;
        } else {
            end_table();
            names_.clear();
            lines_ = 0;
            state_ = State::heading;
        }
    }

    /// The test case, then its sections, all indented by two. Long names continue on the next line.
    void read_heading(std::string_view line)
    {
        const auto text = trimmed(line);
        const auto indent = line.find_first_not_of(' ');
        if (text.empty() || ++lines_ > max_lines || (names_.empty() && indent != 0) ||
            (names_.size() > 1 && indent == 0)) {
            state_ = State::other; // another rule
            return;
        }
        const auto word = text.substr(0, text.find(' '));
        const bool is_wrapped = last_size_ + 1 + word.size() > reporter_width;
        const bool goes_on = !names_.empty() && (indent == 0 || indent > 2 || is_wrapped);
        if (goes_on) {
            names_.back() += ' ' + to_name(text);
        } else {
            names_.push_back(to_name(text));
        }
        last_size_ = line.size();
    }

    void read_row()
    {
        auto rest = line().text;
        if (is_rule(rest, '=')) {
            end_table();
            state_ = State::other;
        } else if (rest.find(failed) != std::string_view::npos) {
            read_failure();
        } else if (trimmed(rest.substr(0, first_width)).empty()) {
            read_figures();
        } else if (is_part_of_name(rest)) {
            end_entry();
            add_to_name(trimmed(rest));
        } else if (const auto row = console_row(rest)) {
            start_entry(*row);
        } else if (is_cut_row(rest)) {
            end_entry();
            add_to_name(trimmed(rest.substr(0, first_width)));
            entry_ = new_entry(Cut::yes);
        } else if (stripped_.size() < max_lines) {
            stripped_.emplace_back(rest.substr(0, reporter_width));
        }
    }

    enum class Cut : std::uint8_t { no, yes };

    Entry new_entry(Cut cut)
    {
        stripped_.clear();
        return {.name = std::exchange(name_, {}),
                .line = line().number,
                .last_line = line().number,
                .is_cut = cut == Cut::yes};
    }

    void start_entry(const ConsoleRow& row)
    {
        end_entry();
        if (line().text.back() != ' ') {
            add_stripped_parts(row.name);
        }
        add_to_name(row.name);
        entry_ = new_entry(row.name.empty() ? Cut::yes : Cut::no);
        if (are_means_only_) {
            take(row.time, "avg");
            entry_->figures = all_figures;
            end_entry();
        }
    }

    /// Without trailing blanks, a part of a name looks like any other line. The positions where the
    /// reporter breaks names identify it.
    void add_stripped_parts(std::string_view last)
    {
        auto first = stripped_.size();
        while (first > 0 && is_broken_between(stripped_[first - 1], last)) {
            last = stripped_[--first];
        }
        for (; first < stripped_.size(); ++first) {
            add_to_name(trimmed(stripped_[first]));
        }
    }

    void add_to_name(std::string_view part)
    {
        if (name_.empty()) {
            name_ = to_name(part);
        } else if (name_.size() <= Collector::max_name_bytes) {
            // The reporter breaks a name at a blank or after some signs. It splits a word longer
            // than the column with a hyphen.
            constexpr std::string_view signs = "/\\-=.:+&*>|";
            if (name_.back() == '-' && last_size_ + 2 == first_width) {
                name_.pop_back();
            } else if (signs.find(name_.back()) == std::string_view::npos) {
                name_ += ' ';
            }
            name_ += to_name(part);
        }
        last_size_ = part.size();
    }

    /// "60.8962 ns    57.0382 ns    74.5473 ns": the mean and its bounds, or the deviation.
    void read_figures()
    {
        auto rest = line().text;
        const auto high = take_last_time(rest);
        const auto low = take_last_time(rest);
        const auto middle = take_last_time(rest);
        if (are_means_only_ || !is_time(high) || !is_time(low) || !is_time(middle) ||
            !trimmed(rest).empty()) {
            stripped_.clear();
            return;
        }
        if (!entry_) {
            entry_ = new_entry(Cut::yes);
        }
        entry_->last_line = line().number;
        if (++entry_->figures == 1) {
            take(middle, "avg");
            take(low, "low_mean");
            take(high, "high_mean");
        } else {
            take(middle, "stddev");
            take(low, "low_stddev");
            take(high, "high_stddev");
            end_entry();
        }
    }

    /// Adds to the summary, in nanoseconds, because each figure has its own unit.
    void take(const TimeText& time, const char* name)
    {
        const auto value = parse_finite(time.value);
        if (value) {
            entry_->summary.emplace(name, converted(*value, time.unit, "ns").value());
        } else {
            reject(time.value, fmt::format("{}/{}/{}", path_, entry_->name, name), value.error());
        }
    }

    void read_failure()
    {
        const auto at = line().text.find(failed);
        if (const auto name = trimmed(line().text.substr(0, at)); !name.empty()) {
            add_to_name(name);
        }
        auto message = line().text.substr(at + failed.size());
        message = message.substr(0, message.rfind(')'));
        reject(line().text.substr(at),
               path_ + "/" + (name_.empty() && entry_ ? entry_->name : name_),
               fmt::format("the benchmark failed: {:.200}", to_name(message)));
        entry_.reset();
        name_.clear();
    }

    /// Passes what was read of the benchmark to the collector.
    void end_entry()
    {
        if (!entry_) {
            return;
        }
        auto entry = std::move(*std::exchange(entry_, {}));
        auto field = path_ + "/" + entry.name;
        auto result = make_result(make_test(entry.name, path_), {"time", "ns", Direction::lower});
        result.lines = {{entry.line, entry.last_line}};
        auto reason = fault_of(entry);
        result.summary = std::move(entry.summary);
        reason = reason ? reason : collector().add(std::move(result));
        if (reason) {
            collector().reject({.line = entry.line,
                                .column = 1,
                                .field = std::move(field),
                                .reason = std::move(*reason)});
        }
    }

    /// Why the benchmark is rejected.
    static std::optional<std::string> fault_of(const Entry& entry)
    {
        if (entry.is_cut) {
            return "something else was printed into the line with the name of the benchmark";
        }
        if (entry.figures == 1) {
            return "something else was printed into one of the two lines with its figures, and "
                   "nothing says which";
        }
        return entry.summary.count("avg") == 1 ? std::nullopt
                                               : std::optional<std::string>{"has no mean"};
    }

    void end_table()
    {
        end_entry();
        name_.clear();
        stripped_.clear();
    }

    State state_ = State::other;
    bool are_means_only_ = false; ///< --benchmark-no-analysis
    std::vector<std::string> names_{};
    std::size_t lines_ = 0, last_size_ = 0;
    std::string path_{"default"};
    std::string name_{};                  ///< as read so far
    std::vector<std::string> stripped_{}; ///< lines that may be parts of the next name
    std::optional<Entry> entry_{};
};

} // namespace

std::unique_ptr<LineFormat> make_catch2_console()
{
    return std::make_unique<Catch2Console>();
}

} // namespace cb::parse
