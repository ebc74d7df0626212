#include "parse/measure.hpp"

#include "base/text.hpp"
#include "manifest/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>

namespace cb::parse {

namespace {

constexpr double second = 1e9; // in nanoseconds

bool starts_with_digit(std::string_view text)
{
    return !text.empty() && is_digit(text.front());
}

tl::unexpected<std::string> refused(std::string_view text, std::string_view what)
{
    return tl::unexpected{fmt::format("\"{:.80}\" {}", text, what)};
}

/// The number of leading bytes that are digits, or '_' after a digit (OCaml's notation).
std::size_t digits_length(std::string_view text)
{
    std::size_t length = 0;
    while (length < text.size() &&
           (is_digit(text[length]) || (length > 0 && text[length] == '_'))) {
        ++length;
    }
    return length;
}

/// The length of the exponent at the start of `text`; 0 if there is none.
std::size_t exponent_length(std::string_view text)
{
    if (text.empty() || (text.front() != 'e' && text.front() != 'E')) {
        return 0;
    }
    const std::size_t sign = text.size() > 1 && (text[1] == '+' || text[1] == '-') ? 1 : 0;
    const auto digits = digits_length(text.substr(1 + sign));
    return digits == 0 ? 0 : 1 + sign + digits;
}

/// The length of the unsigned number at the start of `text`; 0 if there is none.
std::size_t number_length(std::string_view text)
{
    std::size_t length = digits_length(text);
    std::size_t digits = length;
    if (length < text.size() && text[length] == '.') {
        const auto fraction = digits_length(text.substr(length + 1));
        length += 1 + fraction;
        digits += fraction;
    }
    return digits == 0 ? 0 : length + exponent_length(text.substr(length));
}

/// Removes an unsigned number from the start of `text`.
Parsed<double> take_number(std::string_view& text)
{
    const auto length = number_length(text);
    if (length == 0) {
        return refused(text, "is not a number with or without a unit");
    }
    std::string digits{text.substr(0, length)};
    digits.erase(std::remove(digits.begin(), digits.end(), '_'), digits.end());
    double value = 0;
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || stop != digits.data() + digits.size()) {
        return refused(text, "is out of the range of a floating-point number");
    }
    text.remove_prefix(length);
    return value;
}

/// Whether the text after a number looks like its continuation: "1,455", "1.2.3", "5-10", "0x10",
/// "1.5e".
bool continues_number(std::string_view unit)
{
    constexpr std::string_view plus_minus = "\u00b1";
    if (unit.empty()) {
        return false;
    }
    const char c = unit.front();
    const bool is_joint = c == ',' || c == '.' || c == '\'' || c == 'x' || c == 'X';
    return is_digit(c) || c == '+' || c == '-' || unit.substr(0, 2) == plus_minus || unit == "e" ||
           unit == "E" || unit.substr(0, 2) == "e+" || unit.substr(0, 2) == "e-" ||
           (is_joint && starts_with_digit(unit.substr(1)));
}

/// The part of `text` before its first blank or digit.
std::string_view first_word(std::string_view text)
{
    return text.substr(0, text.find_first_of(" \t.0123456789"));
}

/// Reads the consecutive parts of a time: "1m30s". \pre the first part is followed by another
Parsed<Measure> parse_time_parts(std::string_view text)
{
    const auto whole = text;
    double total = 0;
    while (!text.empty()) {
        const auto value = take_number(text);
        if (!value) {
            return refused(whole, "is not a time: each part must be a number and a unit");
        }
        text = trimmed(text);
        const auto unit = first_word(text);
        const auto length = unit == "m" ? std::optional{60 * second} : nanoseconds(unit);
        if (!length) {
            return refused(whole,
                           fmt::format("is not a time: \"{:.40}\" is no unit of time", unit));
        }
        total += *value * *length;
        text = trimmed(text.substr(unit.size()));
    }
    return Measure{.value = total / second, .unit = "s"};
}

/// Whether the text after a number is a unit of time and the next part of the time. "m2" and "s2"
/// are units, too.
bool has_more_parts(std::string_view unit)
{
    const auto first = first_word(unit);
    const auto rest = trimmed(unit.substr(first.size()));
    const bool is_power = (first == "m" || first == "s") && digits_length(rest) == rest.size();
    return (first == "m" || nanoseconds(first)) && starts_with_digit(rest) && !is_power;
}

Parsed<Measure> parse_unsigned(std::string_view text)
{
    auto rest = text;
    const auto value = take_number(rest);
    if (!value) {
        return tl::unexpected{value.error()};
    }
    const auto unit = trimmed(rest);
    if (continues_number(unit)) {
        return refused(text, "is not one number and its unit");
    }
    if (has_more_parts(unit)) {
        return parse_time_parts(text);
    }
    return Measure{.value = *value, .unit = std::string{unit}};
}

} // namespace

Parsed<Measure> parse_measure(std::string_view text)
{
    auto number = trimmed(text);
    const bool is_negative = !number.empty() && number.front() == '-';
    if (is_negative || (!number.empty() && number.front() == '+')) {
        number.remove_prefix(1);
    }
    auto measure = parse_unsigned(number);
    if (!measure) {
        return measure;
    }
    if (!std::isfinite(measure->value)) {
        return refused(text, "is out of the range of a floating-point number");
    }
    if (is_negative) {
        measure->value = -measure->value;
    }
    return measure;
}

} // namespace cb::parse
