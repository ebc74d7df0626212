#include "base/quantity.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace cb {

namespace {

struct SizeUnit {
    char letter;
    int shift; ///< the unit is 2^shift bytes
};

constexpr std::array size_units{
    SizeUnit{'T', 40}, SizeUnit{'G', 30}, SizeUnit{'M', 20}, SizeUnit{'K', 10}};

constexpr std::uint64_t max_bytes = std::numeric_limits<std::int64_t>::max();

/// The shift for a unit such as "B", "K", "k", "KiB"; -1 for any other text.
int shift_of(std::string_view unit)
{
    if (unit == "B") {
        return 0;
    }
    if (unit.empty()) {
        return -1;
    }
    for (const auto& known : size_units) {
        if (unit.front() == known.letter || unit.front() == known.letter - 'A' + 'a') {
            const auto rest = unit.substr(1);
            return rest.empty() || rest == "B" || rest == "iB" ? known.shift : -1;
        }
    }
    return -1;
}

struct TimeUnit {
    std::string_view name;
    double seconds;
};

constexpr std::array time_units{TimeUnit{"s", 1},
                                TimeUnit{"ms", 1e-3},
                                TimeUnit{"us", 1e-6},
                                TimeUnit{"m", 60},
                                TimeUnit{"min", 60},
                                TimeUnit{"h", 3600},
                                TimeUnit{"d", 86400}};

std::string asks_for_size_unit(std::string_view number)
{
    return fmt::format("{0} has no unit; write {1:.80}B if bytes are meant, {1:.80}M for MiB",
                       quote(number),
                       number);
}

std::string asks_for_time_unit(std::string_view number)
{
    return fmt::format("{0} has no unit; write {1:.80}s if seconds are meant, {1:.80}m for minutes",
                       quote(number),
                       number);
}

} // namespace

Parsed<Bytes> Bytes::parse(std::string_view text)
{
    std::uint64_t number = 0;
    const auto* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error == std::errc{} && stop == end) {
        return number == 0 ? Parsed<Bytes>{} : tl::unexpected{asks_for_size_unit(text)};
    }
    const int shift = shift_of({stop, end});
    if (error == std::errc::invalid_argument || (shift < 0 && stop != end)) {
        return tl::unexpected{quote(text) +
                              " is not a size; write a whole number with K, M, G or T, such as 4G"};
    }
    if (error != std::errc{} || number > (max_bytes >> shift)) {
        return tl::unexpected{quote(text) + " is too large for a size"};
    }
    return Bytes{number << shift};
}

std::string Bytes::to_string() const
{
    for (const auto& unit : size_units) {
        if (count_ != 0 && count_ % (std::uint64_t{1} << unit.shift) == 0) {
            return fmt::format("{}{}", count_ >> unit.shift, unit.letter);
        }
    }
    return count_ == 0 ? "0" : fmt::format("{}B", count_);
}

Parsed<Duration> parse_duration(std::string_view text)
{
    constexpr double max_seconds = 100 * 365.25 * 86400;
    double number = 0;
    const auto* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
    const std::string_view name{stop, end};
    const bool is_number = error == std::errc{} && std::isfinite(number) && !std::signbit(number);
    if (is_number && name.empty()) {
        return number == 0 ? Parsed<Duration>{} : tl::unexpected{asks_for_time_unit(text)};
    }
    for (const auto& unit : time_units) {
        if (is_number && name == unit.name) {
            if (number * unit.seconds > max_seconds) {
                return tl::unexpected{quote(text) + " is too long for a time"};
            }
            return Duration{std::llround(number * unit.seconds * 1e9)};
        }
    }
    return tl::unexpected{
        quote(text) + " is not a time; write a number with ms, s, m, h or d, such as 90s or 1.5h"};
}

double seconds(Duration duration) noexcept
{
    return std::chrono::duration<double>{duration}.count();
}

Parsed<std::uint64_t>
parse_count(std::string_view text, std::uint64_t min_value, std::uint64_t max_value)
{
    std::uint64_t number = 0;
    const auto* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end || number < min_value || number > max_value) {
        return tl::unexpected{fmt::format(
            "{} is not a whole number from {} to {}", quote(text), min_value, max_value)};
    }
    return number;
}

std::string to_signed_percent(double share, int decimals)
{
    constexpr double percent = 100;
    return fmt::format("{:+.{}f} %", percent * share, decimals);
}

} // namespace cb
