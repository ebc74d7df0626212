#include "parse/formats/go_lines.hpp"

#include "base/file.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace cb::parse {

namespace {

constexpr std::string_view prefix = "Benchmark";

/// Whether `go test` takes a function of that name for a benchmark: no lower-case letter may
/// follow, as in "Benchmarking".
bool is_benchmark(std::string_view name)
{
    return name.starts_with(prefix) &&
           (name.size() == prefix.size() || name[prefix.size()] < 'a' || name[prefix.size()] > 'z');
}

/// Whether the word, which is no finite number, stands for one: NaN, +Inf, 1e999, 1.2.3.
bool may_be_number(std::string_view word)
{
    return word == "NaN" || word == "Inf" || word.find_first_of("+-0123456789") == 0;
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
    if (line.text.empty()) {
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

/// "BenchmarkB/format=json-2  \t 100\t 18.94 ns/op\t 12.50 widgets/op". `go test -v` prints the
/// name alone beforehand.
void GoLines::read_benchmark(const GoLine& line)
{
    if (!is_benchmark(line.text)) {
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
    if (gap.find('\t') == std::string_view::npos) {
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

void GoLines::read_measures(const GoLine& line)
{
    constexpr std::size_t first = 2; // behind the name and the number of iterations
    const bool has_tab = words_.behind(first - 1).starts_with('\t') ||
                         line.text.find('\t') != std::string_view::npos;
    if (!has_tab && (!words_.finite(first) || first + 1 >= words_.size())) {
        return; // prose
    }
    if (words_.size() == first) {
        reject(line, words_[0], to_name(words_[0]), "holds no values");
    }
    series_.begin(benchmark_, words_[0], labels_, line.lines);
    for (auto at = first; at < words_.size(); at += 2) {
        if (const auto value = words_.finite(at); value && at + 1 < words_.size()) {
            series_.add(*value, words_[at + 1]);
            continue;
        }
        reject_measure(line, at);
        if (!may_be_number(words_[at])) {
            break; // something else was printed here
        }
    }
    series_.end();
}

/// The value at the word of that number is none, or has no unit.
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

/// "--- SKIP: BenchmarkX"; what the benchmark said stands in the lines after it, or before it
/// where it came as JSON.
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

/// "pkg: example.com/x"; and the panic of a benchmark whose name stands alone before it.
void GoLines::read_config(const GoLine& line)
{
    const auto colon = std::min(line.text.find(':'), line.text.size());
    const auto key = line.text.substr(0, colon);
    const auto value = trimmed(line.text.substr(std::min(colon + 1, line.text.size())));
    if (key == "pkg") {
        benchmark_ = value.empty() ? "default" : to_name(value);
    } else if (key == "goos" || key == "goarch" || key == "cpu") {
        auto labels = *labels_;
        labels.erase(std::string{key});
        add_label(labels, key, to_name(value));
        labels_ = std::make_shared<const Labels>(std::move(labels));
    } else if (key == "panic" && is_benchmark(trimmed(line.previous)) &&
               trimmed(line.previous).find_first_of(" \t") == std::string_view::npos) {
        reject(line,
               key,
               to_name(trimmed(line.previous)),
               fmt::format("panic: {:.200}", to_name(value)));
    }
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
