#include "parse/line_words.hpp"

#include "base/utf8.hpp"
#include "parse/collector.hpp"
#include "parse/eight_bytes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <system_error>

namespace cb::parse {

namespace {

/// For a text too long for a name: a character more than allowed.
constexpr std::size_t max_name_bytes = Collector::max_name_bytes + 4;

/// How much of a line is examined at once: one bit per byte.
constexpr std::size_t window = 64;

/// A vector extension of GCC and Clang that works on every machine and uses its vector
/// instructions.
using SixteenBytes = std::int8_t __attribute__((vector_size(16)));

/// One bit for each blank among the 64 bytes from `at` on.
std::uint64_t blanks_in_window(const char* at)
{
    constexpr SixteenBytes bits{1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128};
    constexpr std::uint64_t sum_to_top = 0x0101010101010101;
    std::uint64_t blanks = 0;
    for (std::size_t i = 0; i < window; i += sizeof bits) {
        SixteenBytes bytes{};
        std::memcpy(&bytes, at + i, sizeof bytes);
        const auto are_blank = (bytes == ' ') | ((bytes >= '\t') & (bytes <= '\r'));
        std::array<std::uint64_t, 2> halves{};
        const SixteenBytes marked = reinterpret_cast<SixteenBytes>(are_blank) & bits;
        std::memcpy(halves.data(), &marked, sizeof marked);
        blanks |= (halves[0] * sum_to_top >> 56U | (halves[1] * sum_to_top >> 56U) << 8U) << i;
    }
    return blanks;
}

/// The blanks from `at` on in the line; the bytes past its end count as blanks.
std::uint64_t blanks_at(std::string_view line, std::size_t at)
{
    const auto size = line.size() - at;
    if (size >= window) {
        return blanks_in_window(line.data() + at);
    }
    const auto behind = ~std::uint64_t{0} << size;
    if (line.size() >= window) {
        return blanks_in_window(line.data() + line.size() - window) >> (window - size) | behind;
    }
    std::array<char, window> bytes{};
    std::memcpy(bytes.data(), line.data() + at, size);
    return blanks_in_window(bytes.data()) | behind;
}

struct AnyNumber {
    double value = 0;
    std::errc error{}; ///< also set if the number does not span the whole text
};

/// A number with optional sign, finite or not.
AnyNumber number_of(std::string_view text)
{
    const bool has_plus = text.size() > 1 && text[0] == '+' && text[1] != '-';
    text.remove_prefix(has_plus ? 1 : 0);
    AnyNumber number;
    const auto* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number.value);
    number.error = error == std::errc{} && stop != end ? std::errc::invalid_argument : error;
    return number;
}

} // namespace

std::string to_name(std::string_view text)
{
    text = text.substr(0, max_name_bytes);
    if (text.find('\0') == std::string_view::npos && is_utf8(text)) {
        return std::string{text};
    }
    std::string name;
    for (const char c : to_utf8(text)) {
        c == '\0' ? name += "\uFFFD" : name += c;
    }
    return name;
}

void LineWords::split(std::string_view line)
{
    line_ = line;
    std::size_t count = 0;
    std::uint64_t before = 1; // whether the byte before the window is a blank
    for (std::size_t at = 0; at < line.size(); at += window) {
        const auto blanks = blanks_at(line, at);
        edges_.resize(std::max(edges_.size(), count + window + 1));
        for (auto changes = blanks ^ (blanks << 1U | before); changes != 0;
             changes &= changes - 1) {
            edges_[count++] = static_cast<std::uint32_t>(at) +
                              static_cast<std::uint32_t>(std::countr_zero(changes));
        }
        before = blanks >> (window - 1);
    }
    if (before == 0) {
        edges_[count++] = static_cast<std::uint32_t>(line.size());
    }
    size_ = count / 2;
}

FiniteNumber LineWords::read_any(std::string_view word)
{
    const auto number = number_of(word);
    const bool is_number = number.error == std::errc{} && std::isfinite(number.value);
    return {.value = number.value, .is_number = is_number};
}

Parsed<double> parse_finite(std::string_view text)
{
    const auto number = number_of(text);
    if (number.error == std::errc::result_out_of_range) {
        return tl::unexpected{
            fmt::format("{:.40} is out of the range of a floating-point number", to_name(text))};
    }
    if (number.error != std::errc{}) {
        return tl::unexpected{fmt::format("\"{:.40}\" is not a number", to_name(text))};
    }
    if (!std::isfinite(number.value)) {
        return tl::unexpected{fmt::format("{:.40} is not finite", to_name(text))};
    }
    return number.value;
}

std::size_t column_of(std::string_view line, std::string_view part)
{
    return static_cast<std::size_t>(part.data() - line.data()) + 1;
}

} // namespace cb::parse
