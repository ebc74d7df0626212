#include "parse/formats/go_lines.hpp"

#include "base/file.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace cb::parse {

namespace {

constexpr std::string_view prefix = "Benchmark";

/// Whether `go test` accepts a function of that name as a benchmark: no lower-case letter may
/// follow, as in "Benchmarking".
bool is_benchmark(std::string_view name)
{
    return name.starts_with(prefix) &&
           (name.size() == prefix.size() || name[prefix.size()] < 'a' || name[prefix.size()] > 'z');
}

/// Whether the word, which is not a finite number, was meant as one: NaN, +Inf, 1e999, 1.2.3.
bool may_be_number(std::string_view word)
{
    return word == "NaN" || word == "Inf" || word.find_first_of("+-0123456789") == 0;
}

/// Whether the name ends in a number of processors, like "BenchmarkX-8".
bool has_processors(std::string_view name)
{
    const auto dash = name.rfind('-');
    return dash != std::string_view::npos && dash + 1 < name.size() &&
           name.find_first_not_of("0123456789", dash + 1) == std::string_view::npos;
}

/// Words with which sentences begin. Only `go test` requires a capital after the prefix; other
/// programs use the format with names such as "Benchmarkzap_total".
bool is_word(std::string_view name)
{
    constexpr std::array words{"Benchmarks", "Benchmarking", "Benchmarked", "Benchmarker"};
    return std::find(words.begin(), words.end(), name) != words.end();
}

/// Whether results behind that text are quoted: a line of a patch, of a mail, of source code, or
/// one that is indented.
bool is_quote(std::string_view before)
{
    constexpr std::array marks{"", "+", "-", ">", "#", "//", "*", "|"};
    return std::find(marks.begin(), marks.end(), trimmed(before)) != marks.end();
}

/// The part of the line, which does not start with it, that is a result as `go test` prints it:
/// "BenchmarkB-2 \t 100\t 9 ns/op". Empty if there is none. Linear.
std::string_view result_inside(std::string_view line)
{
    auto at = line.find(prefix);
    if (at == std::string_view::npos || is_quote(line.substr(0, at))) {
        return {};
    }
    while (at != std::string_view::npos) {
        const auto text = line.substr(at);
        const auto name_end = std::min(text.find_first_of(" \t"), text.size());
        const auto count = std::min(text.find_first_not_of(" \t", name_end), text.size());
        const auto count_end = std::min(text.find_first_not_of("0123456789", count), text.size());
        const auto gap = text.substr(name_end, count - name_end);
        const bool is_count = count_end > count && count_end < text.size() && text[count] != '0' &&
                              text[count_end] == '\t';
        if (is_count && gap.find('\t') != std::string_view::npos &&
            is_benchmark(text.substr(0, name_end))) {
            const auto value = trimmed(text.substr(count_end));
            return parse_finite(value.substr(0, value.find_first_of(" \t"))) ? text
                                                                             : std::string_view{};
        }
        at = line.find(prefix, at + name_end);
    }
    return {};
}

} // namespace

GoLines::GoLines(std::string_view package, GoSeries& series)
    : series_{series}, benchmark_{to_name(package)}
{}

void GoLines::read(const GoLine& line)
{
    const bool was_message = std::exchange(is_message_, false);
    if (!failed_.reason.empty()) {
        read_message(line);
    }
    drop_old_pending(line);
    if (line.text.empty() || read_inside(line)) {
        return;
    }
    switch (line.text.front()) {
    case 'B':
        read_benchmark(line);
        break;
    case '-':
        read_end(line, was_message ? std::string_view{} : line.previous);
        break;
    case 'U':
        read_unit(line);
        break;
    default:
        read_config(line);
        break;
    }
}

void GoLines::drop_old_pending(const GoLine& line)
{
    const bool goes_on = trimmed(line.previous).empty() || line.previous == last_pending_;
    if (!pending_.empty() && !goes_on) {
        pending_.clear(); // another line shows that it was ordinary output
    }
}

/// "BenchmarkB/format=json-2  \t 100\t 18.94 ns/op\t 12.50 widgets/op". `go test -v` first prints
/// the name alone.
void GoLines::read_benchmark(const GoLine& line)
{
    if (!line.text.starts_with(prefix)) {
        return;
    }
    words_.split(line.text);
    const auto name = words_[0];
    const auto count = words_[1];
    if (words_.is_digits(1) && count.front() != '0' && count.size() <= 19) {
        read_measures(line);
        return;
    }
    // package testing prints the name and a tab before it runs the benchmark.
    const auto after_name = line.text.substr(name.size());
    const auto gap = after_name.substr(0, after_name.find_first_not_of(" \t"));
    const bool is_column =
        gap.find('\t') != std::string_view::npos || (gap.size() > 1 && has_processors(name));
    if (!is_column || !is_benchmark(name)) {
        return;
    }
    const auto found = to_name(trimmed(after_name));
    if (count.starts_with("panic:")) {
        reject(line, name, to_name(name), fmt::format("{:.200}", found));
    } else if (found.starts_with("--- FAIL")) {
        failed_ = {.line = line.lines.first,
                   .column = 1,
                   .field = to_name(name),
                   .reason = "the benchmark failed"};
    } else if (!found.starts_with("--- ")) {
        reject(line,
               name,
               to_name(name),
               fmt::format("the number of iterations is missing; there is \"{:.80}\"", found));
    }
}

bool GoLines::read_inside(const GoLine& line)
{
    if (line.text.starts_with(prefix) || line.text.find('\t') == std::string_view::npos) {
        return false;
    }
    const auto result = result_inside(line.text);
    if (result.empty()) {
        return false;
    }
    constexpr std::size_t first = 2; // after the name and the number of iterations
    drop_old_pending(line);
    words_.split(result);
    bool is_whole = words_.size() % 2 == 0;
    for (auto at = first; at < words_.size(); at += 2) {
        is_whole = is_whole && words_.finite(at);
    }
    if (is_whole) {
        read_measures(line);
    } else {
        reject(line,
               words_[0],
               to_name(words_[0]),
               "other output precedes the result, and something else is in it");
    }
    return true;
}

/// Whether the line, which has no tab, is a sentence that starts like a result.
bool GoLines::is_prose(const GoLine& line) const
{
    constexpr std::size_t first = 2;
    const bool is_column = line.text.substr(words_[0].size()).starts_with("  ");
    return is_word(words_[0]) || (!is_column && !may_be_number(words_[first]));
}

/// Uses a line without tabs, as other programs print them, completely or not at all, because a
/// damaged result cannot be distinguished from a sentence with numbers. Returns whether it rejected
/// the line.
bool GoLines::reject_without_tabs(const GoLine& line)
{
    constexpr std::size_t first = 2;
    for (auto at = first; at < words_.size(); at += 2) {
        if (!words_.finite(at) && !may_be_number(words_[at])) {
            reject(line,
                   words_[at],
                   to_name(words_[0]),
                   fmt::format("\"{:.80}\" is not a number, and the line has no tabs",
                               to_name(words_[at])));
            return true;
        }
    }
    return false;
}

void GoLines::read_measures(const GoLine& line)
{
    constexpr std::size_t first = 2; // after the name and the number of iterations
    const bool has_tab = words_.behind(first - 1).starts_with('\t') ||
                         line.text.find('\t') != std::string_view::npos;
    if (!has_tab && (is_prose(line) || reject_without_tabs(line))) {
        return;
    }
    take_pending();
    if (!shared_) {
        shared_ = series_.share(config_);
    }
    if (!shared_) {
        reject(line,
               words_[0],
               to_name(words_[0]),
               fmt::format("comes behind more than {} different sets of configuration lines",
                           GoConfigs::max_configs));
        return;
    }
    if (words_.size() == first) {
        reject(line, words_[0], to_name(words_[0]), "holds no values");
    }
    series_.begin(benchmark_, words_[0], shared_, line.lines);
    for (auto at = first; at < words_.size(); at += 2) {
        if (is_cut(line, at)) {
            reject(line,
                   words_[at],
                   fmt::format("{}/{}", to_name(words_[0]), to_name(words_[at + 1])),
                   "the text ends in this line without a newline, so the unit may be cut off");
        } else if (const auto value = words_.finite(at); value && at + 1 < words_.size()) {
            series_.add(*value, words_[at + 1]);
        } else {
            reject_measure(line, at);
            if (!may_be_number(words_[at])) {
                break; // other output was printed here
            }
        }
    }
}

/// Whether the unit of the value at that word may be cut off.
bool GoLines::is_cut(const GoLine& line, std::size_t at) const
{
    return line.ending == TextLine::Ending::open && at + 2 == words_.size() &&
           go_metric_of(words_[at + 1]) == words_[at + 1]; // package testing's own end there
}

/// Rejects the value at that word: it is invalid or has no unit.
void GoLines::reject_measure(const GoLine& line, std::size_t at)
{
    const auto word = words_[at];
    const auto unit = words_[at + 1];
    const auto value = parse_finite(word);
    reject(line,
           word,
           fmt::format("{}{}{}", to_name(words_[0]), unit.empty() ? "" : "/", to_name(unit)),
           value ? fmt::format("\"{}\" has no unit", to_name(word)) : value.error());
}

/// "--- SKIP: BenchmarkX". The benchmark's message is on the following lines, or on the preceding
/// ones if the text came as JSON.
void GoLines::read_end(const GoLine& line, std::string_view before)
{
    words_.split(line.text);
    const auto tag = words_[1];
    const auto name = words_[2];
    const bool is_failed = tag == "FAIL:";
    if (!line.text.starts_with("--- ") || !is_benchmark(name) || (!is_failed && tag != "SKIP:")) {
        return;
    }
    Rejected entry{.line = line.lines.first,
                   .column = column_of(line.text, name),
                   .field = to_name(name),
                   .reason = is_failed ? "the benchmark failed" : "the benchmark was skipped"};
    failed_ = std::move(entry);
    if (before.starts_with("    ")) {
        read_message({.text = before, .previous = "", .lines = line.lines});
    }
}

void GoLines::read_message(const GoLine& line)
{
    const auto message = trimmed(line.text);
    if (!message.empty() && (line.text.front() == ' ' || line.text.front() == '\t')) {
        failed_.reason += fmt::format(": {:.200}", to_name(message));
        is_message_ = true;
    }
    finish();
}

void GoLines::finish()
{
    if (!failed_.reason.empty()) {
        rejected_.push_back(std::exchange(failed_, {}));
    }
}

/// "Unit widgets/op better=higher assume=exact"
void GoLines::read_unit(const GoLine& line)
{
    words_.split(line.text);
    if (words_[0] != "Unit") {
        return;
    }
    take_pending();
    const auto unit = words_[1];
    for (std::size_t at = 2; at < words_.size(); ++at) {
        const auto word = words_[at];
        const bool is_higher = word == "better=higher";
        if ((is_higher || word == "better=lower") &&
            !series_.set_direction(unit, is_higher ? Direction::higher : Direction::lower)) {
            reject(
                line, word, to_name(unit), "the unit was said to be better the other way before");
        } else if (!is_higher && word != "better=lower" && word.starts_with("better=")) {
            reject(line, word, to_name(unit), "must be better=higher or better=lower");
        }
    }
}

/// "pkg: example.com/x"; also the panic of a benchmark whose name is alone on the previous line.
void GoLines::read_config(const GoLine& line)
{
    constexpr std::string_view panic = "panic:";
    const auto before = trimmed(line.previous);
    if (line.text.starts_with(panic)) {
        if (is_benchmark(before) && before.find_first_of(" \t") == std::string_view::npos) {
            reject(line, line.text, to_name(before), fmt::format("{:.200}", to_name(line.text)));
        }
        return;
    }
    const auto [key, value] = parse_config_line(line.text);
    if (key == "pkg") {
        take_pending();
        benchmark_ = value.empty() ? "default" : to_name(value);
    } else if (key == "goos" || key == "goarch" || key == "cpu") {
        take_pending();
        change_config(key, value);
    } else if (!key.empty() && pending_.size() < GoConfigs::max_keys) {
        pending_.insert_or_assign(std::string{key}, value);
        last_pending_ = line.text;
    }
}

void GoLines::change_config(std::string_view key, std::string_view value)
{
    set_config(config_, key, value);
    shared_.reset();
}

/// Accepts pending lines as configuration, because a result or a line of `go test` itself follows.
void GoLines::take_pending()
{
    for (const auto& [key, value] : pending_) {
        change_config(key, value);
    }
    pending_.clear();
}

void GoLines::reject(const GoLine& line,
                     std::string_view part,
                     std::string field,
                     std::string reason)
{
    rejected_.push_back({.line = line.lines.first,
                         .column = column_of(line.text, part),
                         .field = std::move(field),
                         .reason = std::move(reason)});
}

} // namespace cb::parse
