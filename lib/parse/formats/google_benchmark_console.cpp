#include "base/file.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/google_benchmark_counters.hpp"
#include "parse/formats/google_benchmark_programs.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_set>

namespace cb::parse {

namespace {

/// The words of a row after the name: "23.9 ns  4.25 ns  6569757".
constexpr std::size_t time_word = 0, time_unit_word = 1, cpu_word = 2, cpu_unit_word = 3,
                      iterations_word = 4;

bool is_time_unit(std::string_view word)
{
    constexpr std::array<std::string_view, 4> units{"ns", "us", "ms", "s"};
    return std::find(units.begin(), units.end(), word) != units.end();
}

constexpr std::size_t time_width = 14; // the column and the preceding blank

/// The header of a table: "Benchmark    Time    CPU   Iterations UserCounters...".
struct Head {
    std::size_t name_width = 0;
    GoogleBenchmarkCounters counters{};
    /// Something else was printed since. More rows may follow, but no part of one.
    bool is_over = false;
};

std::optional<Head> head_of(std::string_view line)
{
    const auto table = google_table_of(line);
    if (!table || *table == GoogleTable::csv) {
        return std::nullopt;
    }
    const LineWords words{line};
    const auto time_end = column_of(line, words[1]) - 1 + words[1].size();
    if (time_end < time_width + words[0].size()) {
        return std::nullopt;
    }
    return Head{.name_width = time_end - time_width,
                .counters = GoogleBenchmarkCounters{words.behind(3)}};
}

bool is_figures(const LineWords& words, std::size_t first)
{
    return words.finite(first + time_word) && is_time_unit(words[first + time_unit_word]) &&
           words.finite(first + cpu_word) && is_time_unit(words[first + cpu_unit_word]) &&
           is_count(words[first + iterations_word]);
}

/// Whether it is the line above or below the header of a table.
bool is_rule(std::string_view line)
{
    return !line.empty() && line.find_first_not_of('-') == std::string_view::npos;
}

/// Whether the text behind a name, which is not the figures of a row, is the start of some:
/// "     20.6 n". Other tools print other things behind a name and a number.
bool is_start_of_figures(std::string_view text)
{
    const LineWords words{text};
    const auto end = column_of(text, words[time_word]) - 1 + words[time_word].size();
    if (!words.finite(time_word) || end > time_width) {
        return false;
    }
    const auto unit = words[time_unit_word];
    const bool is_cut = words.size() == 2 && (unit == "n" || unit == "u" || unit == "m");
    return words.size() == 1 || is_cut || unit == "%" || is_time_unit(unit);
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

/// The human-readable output of google-benchmark (src/console_reporter.cc). The open test is one of
/// which only aggregates were printed.
class GoogleBenchmarkConsole final : public TextFormat {
public:
    [[nodiscard]] Precision precision() const override { return Precision::rounded; }
    void know(const TextFacts& facts) override
    {
        listed_ = facts.programs;
        same_tests_.set_iterations(facts.iterations);
    }
    /// The header, and "Run on (8 X 2096 MHz CPU s)" after the name of the program.
    [[nodiscard]] bool may_begin(char first) const override { return first == 'B' || first == 'R'; }

    /// Of a row whose ending is open, the counters are not taken.
    [[nodiscard]] bool is_sure_of(std::string_view /*line*/) const override { return true; }

    [[nodiscard]] Next read_line() override
    {
        auto text = line().text;
        if (take(text, "Running ")) {
            running_ = to_name(trimmed(text));
            running_line_ = line().number;
        } else if (line().text.starts_with("Run on (")) {
            end_table();
            const bool is_near = line().number - running_line_ <= max_lines_between;
            program_ = programs_.name_of(is_near ? running_ : std::string{});
            is_announced_ = is_near && !running_.empty();
        } else if (auto head = head_of(line().text)) {
            begin_table(std::move(*head));
        } else if (head_.name_width > 0) {
            read_row();
        }
        return head_.name_width > 0 ? Next::every : Next::some;
    }

    void end_text() override
    {
        end_table();
        same_tests_.finish(unnamed_google_program, collector());
    }

private:
    /// The maximum number of lines between the two lines above a table.
    static constexpr std::uint64_t max_lines_between = 5;

    /// A row that may be a test's first aggregate, or a separate test.
    struct Kept {
        std::string text;
        std::uint64_t number;
        TextLine::Ending ending;
    };

    void begin_table(Head head)
    {
        const bool may_continue = google_table_of(line().text) == GoogleTable::any &&
                                  head.name_width == head_.name_width && !is_announced_;
        const bool is_listed = tables_ < listed_.size();
        const auto program = is_listed ? programs_.name_of(listed_[tables_]) : program_;
        ++tables_;
        if (!may_continue || program != program_) {
            end_table();
        }
        program_ = program;
        head_ = std::move(head);
        const bool is_named = std::exchange(is_announced_, false) || is_listed;
        same_tests_.begin_output(is_named ? SameTests::Program::named
                                          : SameTests::Program::unnamed);
    }

    void read_row()
    {
        if (line().text.size() <= head_.name_width + 1 || line().text.front() == '-') {
            head_.is_over = head_.is_over || !is_rule(line().text);
            return;
        }
        const auto name = trimmed(line().text.substr(0, head_.name_width));
        const auto rest = line().text.substr(head_.name_width);
        if (name.empty() || line().text.front() == ' ' || rest.front() != ' ') {
            reject_shifted(name);
        } else if (rest.starts_with(" ERROR OCCURRED: ") || rest.starts_with(" SKIPPED: ")) {
            reject_row(rest, fmt::format("the benchmark failed: {:.200}", to_name(trimmed(rest))));
        } else if (is_figures(LineWords{rest}, 0)) {
            read_figures(name);
            head_.is_over = false;
        } else if (!head_.is_over && !is_derived(name) && is_start_of_figures(rest)) {
            reject_row(rest, "the row is not complete");
        } else {
            reject_shifted(name);
        }
    }

    /// Rejects a row whose figures are not in their columns, because other output precedes it on
    /// the line. Any other line but a derived row ends the table.
    void reject_shifted(std::string_view name)
    {
        const LineWords words{line().text.find("s  ") == std::string_view::npos // part of a unit
                                  ? std::string_view{}
                                  : line().text};
        for (std::size_t i = 1; i + iterations_word < words.size(); ++i) {
            if (is_figures(words, i)) {
                reject(words[i], to_name(words[i - 1]), "something else was printed into the row");
                return;
            }
        }
        head_.is_over = head_.is_over || !is_derived(name);
    }

    void read_figures(std::string_view name)
    {
        auto test = name;
        const auto aggregate = take_aggregate(test);
        const bool goes_on = test_ && test_->name() == to_name(test);
        if (kept_ && !(aggregate == "median" && to_name(test) == kept_test_)) {
            take_kept_as_test();
        }
        if (!goes_on) {
            give_test();
        }
        if (aggregate.empty()) {
            measured_.insert(to_name(test));
            same_tests_.see(to_name(test), line().number);
            take_row(line(), name);
        } else if (measured_.count(to_name(test)) == 1) {
            return; // aggregates of samples already read
        } else if (aggregate == "mean") {
            kept_ = Kept{
                .text = std::string{line().text}, .number = line().number, .ending = line().ending};
            kept_test_ = to_name(test);
        } else if (kept_ || goes_on) {
            take_kept_as_mean();
            add_to_group(line(), test, aggregate);
        } else {
            take_row(line(), name); // a test with that name
        }
    }

    static TextLine row_of(const Kept& kept)
    {
        return {.text = kept.text, .previous = {}, .number = kept.number, .ending = kept.ending};
    }

    void take_kept_as_test()
    {
        const auto kept = *std::exchange(kept_, {});
        const auto row = row_of(kept);
        take_row(row, trimmed(row.text.substr(0, head_.name_width)));
    }

    void take_kept_as_mean()
    {
        if (const auto kept = std::exchange(kept_, {})) {
            add_to_group(row_of(*kept), kept_test_, "avg");
        }
    }

    void add_to_group(const TextLine& row, std::string_view test, std::string_view key)
    {
        if (!test_) {
            test_.emplace(program_, test, row.number);
        }
        add_measures(*test_, row, key);
    }

    void take_row(const TextLine& row, std::string_view name) const
    {
        TextTest test{program_, name, row.number};
        add_measures(test, row, {});
        std::move(test).give(collector());
    }

    /// Adds the times and counters of the row, as samples if `key` is empty.
    void add_measures(TextTest& test, const TextLine& row, std::string_view key) const
    {
        const LineWords words{row.text.substr(head_.name_width)};
        const auto add = [&](std::string_view metric, std::size_t word) {
            const ResultMetric time{metric, words[word + 1], Direction::lower};
            test.read(time, key, {words[word], words[word + 1]}, row, collector());
        };
        add("real_time", time_word);
        add("cpu_time", cpu_word);
        const auto counters = trimmed(words.behind(iterations_word));
        if (row.ending == TextLine::Ending::open && !counters.empty()) {
            collector().reject({.line = row.number,
                                .column = column_of(row.text, counters),
                                .field = test.name(),
                                .reason = "the text ends in this line without a newline, so its "
                                          "counters may be cut off"});
            return;
        }
        const auto found = head_.counters.read(words.behind(iterations_word));
        for (const auto& [name, text, place] : found.counters) {
            const auto metric = metric_of_google_counter(name);
            const auto value = parse_google_counter(metric, text);
            test.add(metric, key, {place, ""}, value, row, collector());
        }
        if (!found.problem.empty()) {
            const auto place = found.rest.empty() ? words[iterations_word] : found.rest;
            collector().reject({.line = row.number,
                                .column = column_of(row.text, place),
                                .field = test.name(),
                                .reason = found.problem});
        } else if (!found.rest.empty()) {
            test.add_label("label", found.rest);
        }
    }

    void end_table()
    {
        if (kept_) {
            take_kept_as_test();
        }
        give_test();
        measured_.clear();
        head_ = {};
    }

    /// Rejects the row at the first character of that part that is not a blank.
    void reject_row(std::string_view part, std::string reason) const
    {
        const auto first = part.find_first_not_of(' ');
        reject(part.substr(first == std::string_view::npos ? 0 : first),
               to_name(trimmed(line().text.substr(0, head_.name_width))),
               std::move(reason));
    }

    std::vector<std::string> listed_{}; ///< the programs of the tables, if they are known
    ProgramNames programs_{};
    SameTests same_tests_{};
    std::size_t tables_ = 0; ///< how many have begun
    /// The program of the next table was named in this text.
    bool is_announced_ = false;
    std::string running_{};          ///< what the last line "Running" names
    std::uint64_t running_line_ = 0; ///< its number
    std::string program_{"default"};
    Head head_{};                                ///< of the current table; width 0: no table
    std::unordered_set<std::string> measured_{}; ///< tests with samples
    std::optional<Kept> kept_{};                 ///< the row of a mean
    std::string kept_test_{};                    ///< the test of that mean
};

} // namespace

std::unique_ptr<LineFormat> make_google_benchmark_console()
{
    return std::make_unique<GoogleBenchmarkConsole>();
}

} // namespace cb::parse
