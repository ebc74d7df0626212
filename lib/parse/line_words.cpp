#include "parse/line_words.hpp"

#include "base/utf8.hpp"
#include "parse/collector.hpp"
#include "parse/eight_bytes.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace cb::parse {

namespace {

constexpr bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// Of what is shown of a text that is too long for a name: a character more than one may have.
constexpr std::size_t most_bytes = Collector::most_name_bytes + 4;

/// The first byte from `at` on that is no blank, or `end`.
const char* skip_blanks(const char* at, const char* end)
{
    // Most blanks are spaces; what else is below ' ' is looked at byte by byte.
    for (; end - at >= 8; at += 8) {
        const auto others = ~equal_to(load_eight(at), ' ') & eight_of(0x80);
        if (others != 0) {
            at += first_set(others);
            if (!is_blank(*at)) {
                return at;
            }
            break;
        }
    }
    while (at != end && is_blank(*at)) {
        ++at;
    }
    return at;
}

/// The first blank from `at` on, or `end`.
const char* skip_word(const char* at, const char* end)
{
    while (end - at >= 8) {
        const auto blanks = ~above_blank(load_eight(at)) & eight_of(0x80);
        at += blanks == 0 ? 8 : first_set(blanks);
        if (blanks != 0) {
            if (is_blank(*at)) {
                return at;
            }
            ++at; // another control character
        }
    }
    while (at != end && !is_blank(*at)) {
        ++at;
    }
    return at;
}

/// Reads digits with or without a fraction, if there are so few that both are exact: then their
/// quotient is rounded once, as std::from_chars does, and that takes three times as long.
TakenNumber read_short(const char* at, const char* end)
{
    static constexpr std::array powers{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
    const char* const stop = skip_word(at, end);
    if (end - at < 8 || stop == at || stop - at > 8) {
        return {};
    }
    const auto decimal = short_decimal(load_eight(at), static_cast<std::size_t>(stop - at));
    return decimal ? TakenNumber{.value = decimal->digits / powers[decimal->decimals], .stop = stop}
                   : TakenNumber{};
}

TakenNumber read_any(const char* at, const char* end)
{
    double value = 0;
    const auto [stop, error] = std::from_chars(at, end, value);
    const bool is_whole = error == std::errc{} && (stop == end || is_blank(*stop));
    return is_whole && std::isfinite(value) ? TakenNumber{.value = value, .stop = stop}
                                            : TakenNumber{};
}

} // namespace

std::string to_name(std::string_view text)
{
    text = text.substr(0, most_bytes);
    if (text.find('\0') == std::string_view::npos && is_utf8(text)) {
        return std::string{text};
    }
    std::string name;
    for (const char c : to_utf8(text)) {
        c == '\0' ? name += "\uFFFD" : name += c;
    }
    return name;
}

std::string_view take_word(std::string_view& rest)
{
    const char* const end = rest.data() + rest.size();
    const char* const start = skip_blanks(rest.data(), end);
    const char* const stop = skip_word(start, end);
    rest = {stop, static_cast<std::size_t>(end - stop)};
    return {start, static_cast<std::size_t>(stop - start)};
}

TakenNumber take_finite(std::string_view& rest)
{
    const char* const end = rest.data() + rest.size();
    const char* start = skip_blanks(rest.data(), end);
    if (end - start > 1 && *start == '+' && start[1] != '-') {
        ++start;
    }
    auto number = read_short(start, end);
    if (!number) {
        number = read_any(start, end);
    }
    if (number) {
        rest = {number.stop, static_cast<std::size_t>(end - number.stop)};
    }
    return number;
}

Parsed<double> parse_finite(std::string_view text)
{
    const bool has_plus = text.size() > 1 && text[0] == '+' && text[1] != '-';
    const auto digits = text.substr(has_plus ? 1 : 0);
    double value = 0;
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error == std::errc::result_out_of_range) {
        return tl::unexpected{
            fmt::format("{:.40} is out of the range of a floating-point number", to_name(text))};
    }
    if (error != std::errc{} || stop != digits.data() + digits.size()) {
        return tl::unexpected{fmt::format("\"{:.40}\" is not a number", to_name(text))};
    }
    if (!std::isfinite(value)) {
        return tl::unexpected{fmt::format("{:.40} is not finite", to_name(text))};
    }
    return value;
}

std::size_t column_of(std::string_view line, std::string_view part)
{
    return static_cast<std::size_t>(part.data() - line.data()) + 1;
}

} // namespace cb::parse
