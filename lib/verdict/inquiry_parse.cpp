#include "verdict/inquiry_parse.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace cb::verdict {

namespace {

std::optional<double> number_in(std::string_view text, double min_value, double max_value)
{
    double number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
    const bool is_number = error == std::errc{} && stop == end;
    return is_number && number >= min_value && number <= max_value ? std::optional{number}
                                                                   : std::nullopt;
}

Parsed<double> probability_in(std::string_view text, double min_value, double max_value)
{
    if (const auto number = number_in(text, min_value, max_value)) {
        return *number;
    }
    return tl::unexpected{
        fmt::format("\"{:.80}\" is not a number from {} to {}", text, min_value, max_value)};
}

} // namespace

Parsed<double> parse_tolerance(std::string_view text)
{
    if (text.ends_with('%')) {
        if (const auto number = number_in(text.substr(0, text.size() - 1), 0.01, 50)) {
            return *number / 100;
        }
    }
    return tl::unexpected{
        fmt::format("\"{:.80}\" is not a percentage from 0.01% to 50%, such as 2%", text)};
}

Parsed<double> parse_confidence(std::string_view text)
{
    return probability_in(text, 0.5, 0.9999);
}

Parsed<double> parse_probability(std::string_view text)
{
    return probability_in(text, 0.5, 0.995);
}

} // namespace cb::verdict
