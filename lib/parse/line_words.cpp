#include "parse/line_words.hpp"

#include "base/utf8.hpp"
#include "parse/collector.hpp"

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

struct Number {
    double value = 0;
    const char* stop = nullptr; ///< none: it is no number
};

/// Reads digits with or without a fraction, if there are so few that both are exact: then their
/// quotient is rounded once, as std::from_chars does, and that takes three times as long.
Number read_short(const char* at, const char* end)
{
    constexpr std::array powers{
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    const char* const start = at;
    const char* point = nullptr;
    std::uint64_t digits = 0;
    for (; at != end && at - start <= 15; ++at) {
        const auto digit = static_cast<unsigned char>(*at - '0');
        if (digit <= 9) {
            digits = digits * 10 + digit;
        } else if (*at == '.' && point == nullptr && at != start) {
            point = at;
        } else {
            break;
        }
    }
    if (at == start || (at != end && !is_blank(*at))) {
        return {};
    }
    const auto decimals = point == nullptr ? 0 : static_cast<std::size_t>(at - point - 1);
    return {.value = static_cast<double>(digits) / powers[decimals], .stop = at};
}

Number read_any(const char* at, const char* end)
{
    double value = 0;
    const auto [stop, error] = std::from_chars(at, end, value);
    const bool is_whole = error == std::errc{} && (stop == end || is_blank(*stop));
    return is_whole && std::isfinite(value) ? Number{.value = value, .stop = stop} : Number{};
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
    std::size_t start = 0;
    while (start < rest.size() && is_blank(rest[start])) {
        ++start;
    }
    std::size_t end = start;
    while (end < rest.size() && !is_blank(rest[end])) {
        ++end;
    }
    const auto word = rest.substr(start, end - start);
    rest.remove_prefix(end);
    return word;
}

std::optional<double> take_finite(std::string_view& rest)
{
    const char* start = rest.data();
    const char* const end = start + rest.size();
    while (start != end && is_blank(*start)) {
        ++start;
    }
    if (end - start > 1 && *start == '+' && start[1] != '-') {
        ++start;
    }
    auto number = read_short(start, end);
    if (number.stop == nullptr) {
        number = read_any(start, end);
    }
    if (number.stop == nullptr) {
        return std::nullopt;
    }
    rest.remove_prefix(static_cast<std::size_t>(number.stop - rest.data()));
    return number.value;
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
