#include "json/parse.hpp"

#include "base/text.hpp"
#include "json/scan.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <string>

namespace cb {

namespace {

bool is_too_large(std::string_view number)
{
    double value = 0;
    const auto [stop, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    const bool is_tiny =
        number.find("e-") != std::string_view::npos || number.find("E-") != std::string_view::npos;
    return error == std::errc::result_out_of_range && !is_tiny;
}

bool fits_64_bits(std::string_view number)
{
    std::int64_t with_sign = 0;
    std::uint64_t without = 0;
    const auto* const end = number.data() + number.size();
    return std::from_chars(number.data(), end, with_sign).ec == std::errc{} ||
           std::from_chars(number.data(), end, without).ec == std::errc{};
}

void append_readable(std::string& out, std::string_view number)
{
    const auto kind = json_number(number);
    if (kind && is_too_large(number)) {
        out += fmt::format("\"{}\"", number);
        return;
    }
    out += number;
    if (kind == JsonNumber::whole && !fits_64_bits(number)) {
        out += "e0";
    }
}

/// `text` with the numbers that simdjson rejects rewritten so that it accepts them.
std::string with_readable_numbers(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + 64);
    for (JsonTokens tokens{text}; !tokens.at_end();) {
        const auto token = tokens.next();
        const char first = token.text.front();
        if (token.kind == JsonToken::Kind::word && (first == '-' || is_digit(first))) {
            append_readable(out, token.text);
        } else {
            out += token.text;
        }
    }
    return out;
}

} // namespace

Parsed<simdjson::dom::element> parse_json(simdjson::dom::parser& parser, std::string_view text)
{
    simdjson::dom::element root;
    const auto error = parser.parse(text.data(), text.size()).get(root);
    if (error == simdjson::SUCCESS) {
        return root;
    }
    if (const auto readable = with_readable_numbers(text);
        readable.size() != text.size() && parser.parse(readable).get(root) == simdjson::SUCCESS) {
        return root;
    }
    return tl::unexpected{fmt::format("not valid JSON: {}", simdjson::error_message(error))};
}

} // namespace cb
