#include "base/file.hpp"
#include "manifest/units.hpp"
#include "parse/formats/formats.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cb::parse {

namespace {

constexpr std::size_t width = 79;      ///< of a line of the reporter
constexpr std::size_t name_width = 37; ///< of the first column
constexpr std::string_view failed = "Benchmark failed (";

bool is_rule(std::string_view line, char c)
{
    return line.size() >= width && line.find_first_not_of(c) == std::string_view::npos;
}

/// Takes the last word of the text and the blanks before it.
std::string_view take_last_word(std::string_view& text)
{
    const auto end = text.find_last_not_of(' ') + 1; // npos + 1 is 0
    const auto start = text.substr(0, end).rfind(' ') + 1;
    const auto word = text.substr(start, end - start);
    text = text.substr(0, text.substr(0, start).find_last_not_of(' ') + 1);
    return word;
}

struct Time {
    std::string_view value, unit;
};

Time take_last_time(std::string_view& text)
{
    const auto unit = take_last_word(text);
    return {.value = take_last_word(text), .unit = unit == "m" ? "min" : unit};
}

bool is_count(std::string_view word)
{
    return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Whether that is a unit of the reporter; "m" is minutes and was made "min".
bool is_time(const Time& time)
{
    constexpr std::array units{"ns", "us", "ms", "s", "min"};
    return !time.value.empty() && std::find(units.begin(), units.end(), time.unit) != units.end();
}

/// The part of a name that is too long for its column, of which the rest stands in the next line.
bool is_part_of_name(std::string_view line)
{
    return line.size() >= width && trimmed(line.substr(name_width)).empty();
}

/// Catch2's console reporter, versions 2 and 3 (catch_reporter_console.cpp): a heading with the
/// names of the test case and its sections, and a table with three lines a benchmark.
class Catch2Console final : public LineFormat {
public:
    /// The rule above a heading, and the head of a table.
    [[nodiscard]] bool may_begin(char first) const override { return first == '-' || first == 'b'; }

    [[nodiscard]] Next read(const TextLine& line, Collector& collector) override
    {
        if (is_rule(line.text, '-')) {
            read_rule(collector);
        } else if (line.text.starts_with("benchmark name ") &&
                   line.text.find(" samples ") != std::string_view::npos) {
            end_table(collector);
            auto text = line.text;
            are_means_only_ = take_last_word(text) == "mean";
            state_ = State::head;
        } else if (state_ == State::heading) {
            read_heading(line.text);
        } else if (state_ == State::rows) {
            read_row(line, collector);
        }
        return state_ == State::other ? Next::some : Next::every;
    }

    void finish(Collector& collector) override { end_table(collector); }

private:
    enum class State : std::uint8_t { other, heading, head, rows };
    static constexpr std::size_t most_lines = 100; ///< in a heading

    /// A benchmark whose figures are still to come.
    struct Entry {
        std::string name{};
        std::uint64_t line = 1, last_line = 1;
        std::map<std::string, double> summary{};
        bool has_mean = false; ///< its line was read
    };

    void read_rule(Collector& collector)
    {
        if (state_ == State::head) {
            state_ = State::rows;
        } else if (state_ == State::heading && !names_.empty()) {
            path_ = to_name(fmt::format("{}", fmt::join(names_, "/")));
            state_ = State::other;
        } else {
            end_table(collector);
            names_.clear();
            lines_ = 0;
            state_ = State::heading;
        }
    }

    /// The test case, then its sections, all indented by two. What is too long for a line goes on
    /// in the next.
    void read_heading(std::string_view line)
    {
        const auto text = trimmed(line);
        const auto indent = line.find_first_not_of(' ');
        if (text.empty() || ++lines_ > most_lines || (names_.empty() && indent != 0) ||
            (names_.size() > 1 && indent == 0)) {
            state_ = State::other; // another rule
            return;
        }
        const auto word = text.substr(0, text.find(' '));
        const bool is_wrapped = last_size_ + 1 + word.size() > width;
        const bool goes_on = !names_.empty() && (indent == 0 || indent > 2 || is_wrapped);
        if (goes_on) {
            names_.back() += ' ' + to_name(text);
        } else {
            names_.push_back(to_name(text));
        }
        last_size_ = line.size();
    }

    void read_row(const TextLine& line, Collector& collector)
    {
        auto rest = line.text;
        if (is_rule(rest, '=')) {
            end_table(collector);
            state_ = State::other;
        } else if (rest.find(failed) != std::string_view::npos) {
            read_failure(line, collector);
        } else if (trimmed(rest.substr(0, name_width)).empty()) {
            read_figures(line, collector);
        } else if (is_part_of_name(rest)) {
            end_entry(collector);
            add_to_name(trimmed(rest));
        } else {
            const auto time = take_last_time(rest);
            const auto iterations = take_last_word(rest);
            const auto samples = take_last_word(rest);
            if (is_time(time) && is_count(iterations) && is_count(samples) && !rest.empty()) {
                end_entry(collector);
                add_to_name(trimmed(rest));
                entry_ = Entry{.name = std::exchange(name_, {}),
                               .line = line.number,
                               .last_line = line.number};
                if (are_means_only_) {
                    take(line, collector, time, "avg");
                    end_entry(collector);
                }
            }
        }
    }

    void add_to_name(std::string_view part)
    {
        if (name_.empty()) {
            name_ = to_name(part);
        } else if (name_.size() <= Collector::most_name_bytes) {
            // The reporter breaks a name at a blank or behind some signs; a word that is longer
            // than the column it cuts, with a hyphen.
            constexpr std::string_view signs = "/\\-=.:+&*>|";
            if (name_.back() == '-' && last_size_ + 2 == name_width) {
                name_.pop_back();
            } else if (signs.find(name_.back()) == std::string_view::npos) {
                name_ += ' ';
            }
            name_ += to_name(part);
        }
        last_size_ = part.size();
    }

    /// "60.8962 ns    57.0382 ns    74.5473 ns": the mean and its bounds, or the deviation.
    void read_figures(const TextLine& line, Collector& collector)
    {
        auto rest = line.text;
        const auto high = take_last_time(rest);
        const auto low = take_last_time(rest);
        const auto middle = take_last_time(rest);
        if (!entry_ || !is_time(high) || !is_time(low) || !is_time(middle) ||
            !trimmed(rest).empty()) {
            return;
        }
        entry_->last_line = line.number;
        if (!entry_->has_mean) {
            entry_->has_mean = true;
            take(line, collector, middle, "avg");
            take(line, collector, low, "low_mean");
            take(line, collector, high, "high_mean");
        } else {
            take(line, collector, middle, "stddev");
            take(line, collector, low, "low_stddev");
            take(line, collector, high, "high_stddev");
            end_entry(collector);
        }
    }

    /// Adds to the summary, in nanoseconds: each figure has the unit that suits it.
    void take(const TextLine& line, Collector& collector, const Time& time, const char* name)
    {
        const auto value = parse_finite(time.value);
        if (value) {
            entry_->summary.emplace(name, converted(*value, time.unit, "ns").value());
        } else {
            collector.reject({.line = line.number,
                              .column = column_of(line.text, time.value),
                              .field = fmt::format("{}/{}/{}", path_, entry_->name, name),
                              .reason = value.error()});
        }
    }

    void read_failure(const TextLine& line, Collector& collector)
    {
        const auto at = line.text.find(failed);
        if (const auto name = trimmed(line.text.substr(0, at)); !name.empty()) {
            add_to_name(name);
        }
        auto message = line.text.substr(at + failed.size());
        message = message.substr(0, message.rfind(')'));
        collector.reject(
            {.line = line.number,
             .column = at + 1,
             .field = path_ + "/" + (name_.empty() && entry_ ? entry_->name : name_),
             .reason = fmt::format("the benchmark failed: {:.200}", to_name(message))});
        entry_.reset();
        name_.clear();
    }

    /// Gives what there is of the benchmark to the collector.
    void end_entry(Collector& collector)
    {
        if (!entry_) {
            return;
        }
        auto entry = std::move(*std::exchange(entry_, {}));
        auto field = path_ + "/" + entry.name;
        Result result;
        result.benchmark = path_;
        result.test = std::move(entry.name);
        result.metric = "time";
        result.unit = "ns";
        result.direction = Direction::lower;
        result.lines = {{entry.line, entry.last_line}};
        const bool is_known = entry.summary.count("avg") == 1;
        result.summary = std::move(entry.summary);
        auto reason = is_known ? collector.add(std::move(result)) : std::string{"has no mean"};
        if (reason) {
            collector.reject({.line = entry.line,
                              .column = 1,
                              .field = std::move(field),
                              .reason = std::move(*reason)});
        }
    }

    void end_table(Collector& collector)
    {
        end_entry(collector);
        name_.clear();
    }

    State state_ = State::other;
    bool are_means_only_ = false; ///< --benchmark-no-analysis
    std::vector<std::string> names_{};
    std::size_t lines_ = 0, last_size_ = 0;
    std::string path_{"default"};
    std::string name_{}; ///< as far as it came
    std::optional<Entry> entry_{};
};

} // namespace

std::unique_ptr<LineFormat> make_catch2_console()
{
    return std::make_unique<Catch2Console>();
}

} // namespace cb::parse
