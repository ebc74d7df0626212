#include "verdict/value_text.hpp"

#include "base/quantity.hpp"
#include "manifest/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

namespace cb::verdict {

namespace {

struct DisplayUnit {
    std::string unit;
    double factor; ///< value in this unit per value in the given one
};

constexpr std::array<std::string_view, 4> times{"s", "ms", "us", "ns"};
constexpr std::array<std::string_view, 4> byte_units{"GB", "MB", "kB", "B"};

/// The first unit in which the value is at least 1, otherwise the last one.
DisplayUnit
choose_among(double value, std::string_view unit, std::span<const std::string_view> choices)
{
    DisplayUnit chosen;
    for (const auto choice : choices) {
        chosen = {std::string{choice}, converted(1, unit, choice).value_or(1)};
        if (value * chosen.factor >= 1) {
            break;
        }
    }
    return chosen;
}

DisplayUnit choose_unit(double value, std::string_view unit)
{
    if (value == 0 || !std::isfinite(value)) {
        return {std::string{unit}, 1};
    }
    const auto amount = unit.substr(0, unit.find('/')); // of "ns/op" or "MB/s"
    for (const auto& choices : {times, byte_units}) {
        if (converted(1, amount, choices.front())) {
            auto chosen = choose_among(value, amount, choices);
            chosen.unit += unit.substr(amount.size());
            return chosen;
        }
    }
    constexpr std::array<std::pair<std::string_view, double>, 3> prefixes{
        {{"G", 1e9}, {"M", 1e6}, {"k", 1e3}}};
    constexpr double min_prefixed = 1e5;
    for (const auto& [prefix, size] : prefixes) {
        if (value >= min_prefixed && value >= size) {
            return {unit.empty() ? std::string{prefix} : fmt::format("{} {}", prefix, unit),
                    1 / size};
        }
    }
    return {std::string{unit}, 1};
}

constexpr int usual_digits = 4;

/// With so many significant digits; whole numbers below 10,000 have no decimals.
std::string to_digits(double value, int significant)
{
    constexpr double max_whole = 9999;
    constexpr double max_plain = 1e6;
    constexpr double min_plain = 1e-4;
    const double size = std::abs(value);
    if (!std::isfinite(value)) {
        return fmt::format("{}", value);
    }
    if (size <= max_whole && value == std::round(value)) {
        return fmt::format("{:.0f}", value);
    }
    if (size >= max_plain || size < min_plain) {
        return fmt::format("{:.{}e}", value, significant - 1);
    }
    const int digits = significant - 1 - static_cast<int>(std::floor(std::log10(size)));
    return fmt::format("{:.{}f}", value, std::max(digits, 0));
}

/// The number of digits that shows that two values differ.
int find_digits(double value, double other)
{
    const auto looks_equal = [=](int digits) {
        return fmt::format("{:.{}e}", value, digits - 1) ==
               fmt::format("{:.{}e}", other, digits - 1);
    };
    int digits = usual_digits;
    while (digits < std::numeric_limits<double>::max_digits10 && value != other &&
           looks_equal(digits)) {
        ++digits;
    }
    return digits;
}

std::string with_unit(const std::string& number, const std::string& unit)
{
    return unit.empty() ? number : fmt::format("{} {}", number, unit);
}

} // namespace

std::string to_value_text(double value, std::string_view unit)
{
    return to_value_text(value, unit, value, value);
}

std::string to_value_text(double value, std::string_view unit, double scale, double told_from)
{
    const auto chosen = choose_unit(std::abs(scale), unit);
    const double shown = value * chosen.factor;
    return with_unit(to_digits(shown, find_digits(shown, told_from * chosen.factor)), chosen.unit);
}

std::string to_step_text(double before, double after, std::string_view unit, std::string_view arrow)
{
    const auto chosen = choose_unit(std::max(std::abs(before), std::abs(after)), unit);
    const double first = before * chosen.factor;
    const double second = after * chosen.factor;
    const int digits = find_digits(first, second);
    return with_unit(
        fmt::format("{} {} {}", to_digits(first, digits), arrow, to_digits(second, digits)),
        chosen.unit);
}

std::string to_difference_text(double change)
{
    constexpr int max_decimals = 9;
    constexpr double half_percent = 0.005; // with 0 decimals, rounded up
    int decimals = 1;
    while (decimals < max_decimals && change != 0 &&
           std::abs(change) < half_percent * std::pow(10, -decimals)) {
        ++decimals;
    }
    return to_signed_percent(change, decimals);
}

std::string to_change_text(double change)
{
    constexpr double doubled = 1;
    constexpr double min_single_decimal = 0.001;
    constexpr double min_three_decimals = 0.000005;
    if (change >= doubled) {
        return fmt::format("x{:.2f}", 1 + change);
    }
    const double size = std::abs(change);
    return size < min_single_decimal && size >= min_three_decimals ? to_signed_percent(change, 3)
                                                                   : to_difference_text(change);
}

} // namespace cb::verdict
