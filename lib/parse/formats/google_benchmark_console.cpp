#include "base/file.hpp"
#include "manifest/units.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/google_benchmark_counter.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace cb::parse {

namespace {

using Printed = TextTest::Printed;

/// The words of a row after the name: "23.9 ns  4.25 ns  6569757".
constexpr std::size_t time_word = 0, time_unit_word = 1, cpu_word = 2, cpu_unit_word = 3,
                      iterations_word = 4;

bool is_time_unit(std::string_view word)
{
    constexpr std::array<std::string_view, 4> units{"ns", "us", "ms", "s"};
    return std::find(units.begin(), units.end(), word) != units.end();
}

/// The header of a table: "Benchmark    Time    CPU   Iterations UserCounters...".
struct Head {
    std::size_t name_width = 0;
    std::vector<std::string> counters{}; ///< with --benchmark_counters_tabular
};

std::optional<Head> head_of(std::string_view line)
{
    const LineWords words{line};
    if (words[0] != "Benchmark" || words[1] != "Time" || words[2] != "CPU" ||
        words[3] != "Iterations") {
        return std::nullopt;
    }
    constexpr std::size_t time_width = 14; // the column and the preceding blank
    const auto time_end = column_of(line, words[1]) - 1 + words[1].size();
    if (time_end < time_width + words[0].size()) {
        return std::nullopt;
    }
    Head head{.name_width = time_end - time_width};
    constexpr std::size_t most_counters = 200;
    for (std::size_t i = 4; i < std::min(words.size(), most_counters); ++i) {
        head.counters.push_back(to_name(words[i]));
    }
    if (!head.counters.empty() && head.counters.front() == "UserCounters...") {
        head.counters.clear();
    }
    return head;
}

bool is_figures(const LineWords& words, std::size_t first)
{
    return words.finite(first + time_word) && is_time_unit(words[first + time_unit_word]) &&
           words.finite(first + cpu_word) && is_time_unit(words[first + cpu_unit_word]) &&
           is_count(words[first + iterations_word]);
}

/// Removes the suffix of an aggregate over repetitions from the name: "mean".
std::string_view take_aggregate(std::string_view& name)
{
    for (const std::string_view ending : {"mean", "median", "stddev"}) {
        if (name.ends_with(ending) && name.size() > ending.size() + 1 &&
            name[name.size() - ending.size() - 1] == '_') {
            name.remove_suffix(ending.size() + 1);
            return ending;
        }
    }
    return {};
}

/// Rows whose figures are not those of a test: percentages and coefficients.
bool is_derived(std::string_view name)
{
    return name.ends_with("_cv") || name.ends_with("_BigO") || name.ends_with("_RMS");
}

/// The human-readable output of google-benchmark (src/console_reporter.cc).
class GoogleBenchmarkConsole final : public LineFormat {
public:
    [[nodiscard]] Precision precision() const override { return Precision::rounded; }
    /// The header, and "Run on (8 X 2096 MHz CPU s)" after the name of the program.
    [[nodiscard]] bool may_begin(char first) const override { return first == 'B' || first == 'R'; }

    [[nodiscard]] Next read(const TextLine& line, Collector& collector) override
    {
        auto text = line.text;
        if (take(text, "Running ")) {
            text.remove_prefix(text.find_last_of("/\\") + 1); // npos + 1 is 0
            running_ = to_name(trimmed(text));
            running_line_ = line.number;
        } else if (line.text.starts_with("Run on (")) {
            end_table(collector);
            const bool is_near = line.number - running_line_ <= most_between;
            program_ = running_.empty() || !is_near ? "default" : running_;
        } else if (auto head = head_of(line.text)) {
            head_ = std::move(*head);
        } else if (head_.name_width > 0) {
            read_row(line, collector);
        }
        return head_.name_width > 0 ? Next::every : Next::some;
    }

    void finish(Collector& collector) override { end_table(collector); }

private:
    /// The maximum number of lines between the two lines above a table.
    static constexpr std::uint64_t most_between = 5;

    /// A row that may be a test's first aggregate, or a separate test.
    struct Kept {
        std::string text;
        std::uint64_t number;
    };

    void read_row(const TextLine& line, Collector& collector)
    {
        if (line.text.size() <= head_.name_width + 1 || line.text.front() == '-') {
            return;
        }
        const auto name = trimmed(line.text.substr(0, head_.name_width));
        const auto rest = line.text.substr(head_.name_width);
        if (name.empty() || line.text.front() == ' ' || rest.front() != ' ') {
            reject_shifted(line, collector);
            return;
        }
        const LineWords words{rest};
        if (rest.starts_with(" ERROR OCCURRED: ") || rest.starts_with(" SKIPPED: ")) {
            reject(line,
                   rest,
                   fmt::format("the benchmark failed: {:.200}", to_name(trimmed(rest))),
                   collector);
        } else if (is_figures(words, 0)) {
            read_figures(line, name, collector);
        } else if (words.finite(time_word) && !is_derived(name)) {
            reject(line, rest, "the row is not complete", collector);
        } else {
            reject_shifted(line, collector);
        }
    }

    /// Rejects a row whose figures are not in their columns, because other output precedes it on
    /// the line.
    void reject_shifted(const TextLine& line, Collector& collector) const
    {
        if (line.text.find("s  ") == std::string_view::npos) { // part of a unit
            return;
        }
        const LineWords words{line.text};
        for (std::size_t i = 1; i + iterations_word < words.size(); ++i) {
            if (is_figures(words, i)) {
                collector.reject({.line = line.number,
                                  .column = column_of(line.text, words[i]),
                                  .field = to_name(words[i - 1]),
                                  .reason = "something else was printed into the row"});
                return;
            }
        }
    }

    void read_figures(const TextLine& line, std::string_view name, Collector& collector)
    {
        auto test = name;
        const auto aggregate = take_aggregate(test);
        const bool goes_on = group_ && group_->name() == to_name(test);
        if (kept_ && !(aggregate == "median" && to_name(test) == kept_test_)) {
            take_kept_as_test(collector);
        }
        if (!goes_on) {
            end_group(collector);
        }
        if (aggregate.empty()) {
            measured_.insert(to_name(test));
            take_row(line, name, {}, collector);
        } else if (measured_.count(to_name(test)) == 1) {
            return; // aggregates of samples already read
        } else if (aggregate == "mean") {
            kept_ = Kept{.text = std::string{line.text}, .number = line.number};
            kept_test_ = to_name(test);
        } else if (kept_ || goes_on) {
            take_kept_as_mean(collector);
            add_to_group(line, test, aggregate, collector);
        } else {
            take_row(line, name, {}, collector); // a test with that name
        }
    }

    void take_kept_as_test(Collector& collector)
    {
        const auto kept = *std::exchange(kept_, {});
        const TextLine line{.text = kept.text, .previous = {}, .number = kept.number};
        take_row(line, trimmed(line.text.substr(0, head_.name_width)), {}, collector);
    }

    void take_kept_as_mean(Collector& collector)
    {
        if (const auto kept = std::exchange(kept_, {})) {
            const TextLine line{.text = kept->text, .previous = {}, .number = kept->number};
            add_to_group(line, kept_test_, "avg", collector);
        }
    }

    void add_to_group(const TextLine& line,
                      std::string_view test,
                      std::string_view key,
                      Collector& collector)
    {
        if (!group_) {
            group_.emplace(program_, test, line.number);
        }
        add_measures(*group_, line, key, collector);
    }

    void take_row(const TextLine& line,
                  std::string_view name,
                  std::string_view key,
                  Collector& collector) const
    {
        TextTest test{program_, name, line.number};
        add_measures(test, line, key, collector);
        std::move(test).give(collector);
    }

    /// Adds the times and counters of the row, as samples if `key` is empty.
    void add_measures(TextTest& test,
                      const TextLine& line,
                      std::string_view key,
                      Collector& collector) const
    {
        const LineWords words{line.text.substr(head_.name_width)};
        const auto add = [&](std::string_view metric, std::size_t word) {
            const TextMetric time{metric, words[word + 1], Direction::lower};
            const Printed printed{words[word], words[word + 1]};
            test.read(time, key, printed, line, collector);
        };
        add("real_time", time_word);
        add("cpu_time", cpu_word);
        auto word = iterations_word + 1;
        for (; word < words.size(); ++word) {
            const auto counter = counter_at(words[word], word - iterations_word - 1);
            if (!counter) {
                break;
            }
            test.add(counter->metric, key, {words[word], ""}, counter->value, line, collector);
        }
        if (word < words.size()) {
            const auto label = line.text.substr(column_of(line.text, words[word]) - 1);
            test.add_label("label", trimmed(label));
        }
    }

    struct Counter {
        TextMetric metric;
        Parsed<double> value;
    };

    /// The counter in that column of the row; nullopt where the label begins.
    [[nodiscard]] std::optional<Counter> counter_at(std::string_view word, std::size_t column) const
    {
        auto name = std::string_view{};
        if (!head_.counters.empty()) {
            if (column >= head_.counters.size()) {
                return std::nullopt;
            }
            name = head_.counters[column];
        } else {
            const auto sign = word.find('=');
            if (sign == std::string_view::npos ||
                !is_google_benchmark_counter(word.substr(sign + 1))) {
                return std::nullopt;
            }
            name = word.substr(0, sign);
            word.remove_prefix(sign + 1);
        }
        const auto metric = google_benchmark_metric(name);
        return Counter{metric, parse_google_benchmark_counter(metric, word)};
    }

    void end_group(Collector& collector)
    {
        if (group_) {
            std::move(*group_).give(collector);
            group_.reset();
        }
    }

    void end_table(Collector& collector)
    {
        if (kept_) {
            take_kept_as_test(collector);
        }
        end_group(collector);
        measured_.clear();
        head_ = {};
    }

    void reject(const TextLine& line,
                std::string_view part,
                std::string reason,
                Collector& collector) const
    {
        const auto name = line.text.substr(0, std::min(head_.name_width, line.text.size()));
        const auto first = part.find_first_not_of(' ');
        collector.reject(
            {.line = line.number,
             .column = column_of(line.text, part) + (first == std::string_view::npos ? 0 : first),
             .field = to_name(trimmed(name)),
             .reason = std::move(reason)});
    }

    std::string running_{};          ///< what the last line "Running" names
    std::uint64_t running_line_ = 0; ///< its number
    std::string program_{"default"};
    Head head_{};                                ///< of the current table; width 0: no table
    std::unordered_set<std::string> measured_{}; ///< tests with samples
    std::optional<Kept> kept_{};                 ///< the row of a mean
    std::string kept_test_{};                    ///< the test of that mean
    std::optional<TextTest> group_{};            ///< a test of which only aggregates were printed
};

} // namespace

std::unique_ptr<LineFormat> make_google_benchmark_console()
{
    return std::make_unique<GoogleBenchmarkConsole>();
}

} // namespace cb::parse
