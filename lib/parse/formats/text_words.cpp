#include "parse/formats/text_words.hpp"

#include "base/file.hpp"
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

bool continues_character(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
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
    while (at < text.size() && (column > 0 || continues_character(text[at]))) {
        column -= continues_character(text[at]) ? std::size_t{0} : std::size_t{1};
        ++at;
    }
    return at;
}

std::size_t count_columns(std::string_view text)
{
    const auto continuing = std::count_if(text.begin(), text.end(), continues_character);
    return text.size() - static_cast<std::size_t>(continuing);
}

} // namespace cb::parse
