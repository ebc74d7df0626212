#include "parse/formats/text_words.hpp"

#include "base/file.hpp"
#include "base/utf8.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace cb::parse {

namespace {

/// The digits of the word without separators; nullopt unless each separator is between groups of
/// three digits.
std::optional<std::string> without_separators(std::string_view word)
{
    const auto whole = word.substr(0, word.find('.'));
    std::string digits;
    auto group = whole.find(',');
    for (std::size_t start = 0; start <= whole.size(); group = whole.find(',', start)) {
        const auto part =
            whole.substr(start, group == std::string_view::npos ? group : group - start);
        const bool is_first = start == 0;
        if (part.empty() || (is_first && group != std::string_view::npos && part.size() > 3) ||
            (!is_first && part.size() != 3)) {
            return std::nullopt;
        }
        digits += part;
        start += part.size() + 1;
    }
    return digits.append(word.substr(whole.size()));
}

/// "fib" for "target/release/deps/fib-1f0c9ad5e7b3a2f4"; empty for another path.
std::string_view crate_of(std::string_view program)
{
    const auto slash = program.find_last_of("/\\");
    auto name = program.substr(slash == std::string_view::npos ? 0 : slash + 1);
    name = name.substr(0, name.find('.'));
    const auto dash = name.rfind('-');
    return dash == std::string_view::npos ? std::string_view{} : name.substr(0, dash);
}

} // namespace

bool take(std::string_view& text, std::string_view start)
{
    const bool is_there = text.starts_with(start);
    text.remove_prefix(is_there ? start.size() : 0);
    return is_there;
}

std::string_view take_last_word(std::string_view& text)
{
    const auto end = text.find_last_not_of(' ') + 1; // npos + 1 is 0
    const auto start = text.substr(0, end).rfind(' ') + 1;
    const auto word = text.substr(start, end - start);
    text = text.substr(0, text.substr(0, start).find_last_not_of(' ') + 1);
    return word;
}

std::optional<std::string_view> value_behind(std::string_view text, std::string_view key)
{
    return take(text, key) ? std::optional{trimmed(text)} : std::nullopt;
}

std::optional<std::string_view>
text_between(std::string_view text, std::string_view open, std::string_view close)
{
    if (text.size() < open.size() + close.size() || !text.starts_with(open) ||
        !text.ends_with(close)) {
        return std::nullopt;
    }
    return text.substr(open.size(), text.size() - open.size() - close.size());
}

bool is_count(std::string_view word)
{
    return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

Parsed<double> parse_grouped(std::string_view word)
{
    if (word.find(',') == std::string_view::npos) {
        return parse_finite(word);
    }
    const auto digits = without_separators(word);
    return parse_finite(digits ? std::string_view{*digits} : word);
}

Parsed<double> parse_scaled(std::string_view number, int power_of_ten)
{
    const auto plain = parse_finite(number);
    const bool has_exponent = number.find_first_of("eE") != std::string_view::npos;
    if (!plain || has_exponent) {
        return plain ? parse_finite(fmt::format("{}", *plain * std::pow(10, power_of_ten))) : plain;
    }
    return parse_finite(fmt::format("{}e{}", number, power_of_ten));
}

std::size_t byte_of_column(std::string_view text, std::size_t column)
{
    std::size_t at = 0;
    while (at < text.size() && (column > 0 || !is_utf8_start(text[at]))) {
        column -= is_utf8_start(text[at]) ? std::size_t{1} : std::size_t{0};
        ++at;
    }
    return at;
}

std::optional<std::string> running_program(std::string_view line)
{
    constexpr std::string_view word = "Running ";
    const auto text = trimmed(line);
    if (!line.starts_with(' ') || !text.starts_with(word)) {
        return std::nullopt;
    }
    // The text in parentheses, or all of it, as cargo wrote it before 1.56.
    const auto open = text.rfind('(');
    const auto program = open == std::string_view::npos
                             ? text.substr(word.size())
                             : text.substr(open + 1, text.rfind(')') - open - 1);
    const auto crate = crate_of(program);
    return crate.empty() ? "default" : to_name(crate);
}

bool begins_libtest(std::string_view line)
{
    const LineWords words{line};
    return words.size() == 3 && words[0] == "running" && is_count(words[1]) &&
           (words[2] == "tests" || words[2] == "test");
}

std::vector<std::string> libtest_programs_of(std::string_view output, std::string_view error_output)
{
    std::size_t outputs = 0;
    bool names_itself = false;
    for_each_line(output, [&](std::string_view line) {
        outputs += line.starts_with('r') && begins_libtest(line) ? 1U : 0U;
        names_itself = names_itself || running_program(line).has_value();
    });
    std::vector<std::string> programs;
    for_each_line(error_output, [&](std::string_view line) {
        if (auto program = running_program(line)) {
            programs.push_back(std::move(*program));
        }
    });
    return names_itself || outputs != programs.size() ? std::vector<std::string>{} : programs;
}

} // namespace cb::parse
