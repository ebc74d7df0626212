#include "manifest/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string_view>

namespace cb {

namespace {

/// What a unit counts. Units of one kind can be converted to one another.
enum class Kind : std::uint8_t { other, time, size, operations, items, plain, percent };

struct Unit {
    std::string_view name;
    Kind kind;
    double factor; ///< size in the kind's smallest unit: an integer
};

constexpr double nanosecond = 1e3; // in picoseconds
constexpr double second = 1e12;
constexpr double byte = 8; // in bits
constexpr double kibi = 1024;

/// The first of each kind is its smallest.
constexpr std::array units{
    Unit{"ps", Kind::time, 1},
    Unit{"ns", Kind::time, nanosecond},
    Unit{"nsec", Kind::time, nanosecond},
    Unit{"nanoseconds", Kind::time, nanosecond},
    Unit{"us", Kind::time, 1e6},
    Unit{"\u00b5s", Kind::time, 1e6}, // micro sign
    Unit{"\u03bcs", Kind::time, 1e6}, // Greek mu
    Unit{"usec", Kind::time, 1e6},
    Unit{"microseconds", Kind::time, 1e6},
    Unit{"ms", Kind::time, 1e9},
    Unit{"msec", Kind::time, 1e9},
    Unit{"milliseconds", Kind::time, 1e9},
    Unit{"s", Kind::time, second},
    Unit{"sec", Kind::time, second},
    Unit{"secs", Kind::time, second},
    Unit{"second", Kind::time, second},
    Unit{"seconds", Kind::time, second},
    Unit{"min", Kind::time, 60 * second},
    Unit{"minute", Kind::time, 60 * second},
    Unit{"minutes", Kind::time, 60 * second},
    Unit{"h", Kind::time, 3600 * second},
    Unit{"hr", Kind::time, 3600 * second},
    Unit{"hour", Kind::time, 3600 * second},
    Unit{"hours", Kind::time, 3600 * second},
    Unit{"day", Kind::time, 86400 * second},
    Unit{"days", Kind::time, 86400 * second},
    Unit{"bit", Kind::size, 1},
    Unit{"bits", Kind::size, 1},
    Unit{"kbit", Kind::size, 1e3},
    Unit{"Mbit", Kind::size, 1e6},
    Unit{"Gbit", Kind::size, 1e9},
    Unit{"B", Kind::size, byte},
    Unit{"byte", Kind::size, byte},
    Unit{"bytes", Kind::size, byte},
    Unit{"Bytes", Kind::size, byte},
    Unit{"kB", Kind::size, byte * 1e3},
    Unit{"KB", Kind::size, byte * 1e3},
    Unit{"MB", Kind::size, byte * 1e6},
    Unit{"GB", Kind::size, byte * 1e9},
    Unit{"TB", Kind::size, byte * 1e12},
    Unit{"KiB", Kind::size, byte* kibi},
    Unit{"MiB", Kind::size, byte* kibi* kibi},
    Unit{"GiB", Kind::size, byte* kibi* kibi* kibi},
    Unit{"TiB", Kind::size, byte* kibi* kibi* kibi* kibi},
    Unit{"op", Kind::operations, 1},
    Unit{"ops", Kind::operations, 1},
    Unit{"kops", Kind::operations, 1e3},
    Unit{"Mops", Kind::operations, 1e6},
    Unit{"Gops", Kind::operations, 1e9},
    Unit{"item", Kind::items, 1},
    Unit{"items", Kind::items, 1},
    Unit{"elem", Kind::items, 1}, // criterion.rs
    Unit{"Kelem", Kind::items, 1e3},
    Unit{"Melem", Kind::items, 1e6},
    Unit{"Gelem", Kind::items, 1e9},
    Unit{"1", Kind::plain, 1},
    Unit{"k", Kind::plain, 1e3},
    Unit{"M", Kind::plain, 1e6},
    Unit{"G", Kind::plain, 1e9},
    Unit{"%", Kind::percent, 1},
    Unit{"percent", Kind::percent, 1},
    Unit{"Percent", Kind::percent, 1},
};

/// A word in no table is a unit related only to itself.
Unit unit_of(std::string_view name)
{
    const auto* const known = std::find_if(
        units.begin(), units.end(), [name](const Unit& unit) { return unit.name == name; });
    return known == units.end() ? Unit{.name = name, .kind = Kind::other, .factor = 1} : *known;
}

bool is_same_kind(const Unit& a, const Unit& b)
{
    return a.kind == b.kind && (a.kind != Kind::other || a.name == b.name);
}

/// The smallest unit of the same kind. No unknown word is spelled like it.
std::string_view smallest_like(const Unit& unit)
{
    const auto* const first = std::find_if(
        units.begin(), units.end(), [&](const Unit& known) { return known.kind == unit.kind; });
    return first == units.end() ? unit.name : first->name;
}

/// A unit, or a quotient of two.
struct Ratio {
    Unit above;
    Unit below;
};

Ratio ratio_of(std::string_view text)
{
    const auto slash = std::min(text.find('/'), text.size());
    const auto below = text.substr(std::min(slash + 1, text.size()));
    return {.above = unit_of(text.substr(0, slash)),
            .below = slash == text.size() ? Unit{.name = "", .kind = Kind::plain, .factor = 1}
                                          : unit_of(below)};
}

/// The exponent if the ratio is a power of ten.
std::optional<int> power_of_ten(double ratio)
{
    constexpr int max_exact = 22; // a larger power is not exact in a double
    const auto digits = static_cast<int>(std::lround(std::log10(ratio)));
    const bool is_power = digits >= 0 && digits <= max_exact && std::pow(10, digits) == ratio;
    return is_power ? std::optional{digits} : std::nullopt;
}

/// The number with the shortest decimal digits of `value` and its point moved to the right by
/// `digits`: 2.07298 ms are 2072980 ns, not 2072979.9999999998.
double with_moved_point(double value, int digits)
{
    std::array<char, 32> text{};
    const auto end =
        std::to_chars(text.begin(), text.end(), value, std::chars_format::scientific).ptr;
    const auto* const e = std::find(text.data(), end, 'e');
    if (e == end) {
        return value; // not finite
    }
    int exponent = 0;
    std::from_chars(e + (e[1] == '+' ? 2 : 1), end, exponent);
    const auto moved =
        fmt::format("{}e{}",
                    std::string_view{text.data(), static_cast<std::size_t>(e - text.data())},
                    exponent + digits);
    double result = 0;
    if (std::from_chars(moved.data(), moved.data() + moved.size(), result).ec != std::errc{}) {
        return value * std::pow(10, digits); // too large or too small for a double
    }
    return result;
}

} // namespace

std::optional<double> converted(double value, std::string_view from, std::string_view to)
{
    if (from == to) {
        return value;
    }
    const auto a = ratio_of(from);
    const auto b = ratio_of(to);
    if (!is_same_kind(a.above, b.above) || !is_same_kind(a.below, b.below)) {
        return std::nullopt;
    }
    // The ratio of the longer to the shorter unit is an integer, so the result is rounded once.
    const double source = a.above.factor * b.below.factor;
    const double target = b.above.factor * a.below.factor;
    const double ratio = std::max(source, target) / std::min(source, target);
    if (const auto digits = power_of_ten(ratio)) {
        return with_moved_point(value, source >= target ? *digits : -*digits);
    }
    return source >= target ? value * ratio : value / ratio;
}

std::string kind_of_unit(std::string_view unit)
{
    const auto [above, below] = ratio_of(unit);
    std::string kind{smallest_like(above)};
    if (below.kind != Kind::plain) { // "ops/1" are "ops"
        (kind += '/') += smallest_like(below);
    }
    return kind;
}

std::optional<double> nanoseconds(std::string_view unit)
{
    const auto known = unit_of(unit);
    return known.kind == Kind::time ? std::optional{known.factor / nanosecond} : std::nullopt;
}

std::string_view unscaled(std::string_view unit)
{
    constexpr std::array<std::string_view, 3> unscaled_units{"ns", "B/s", "elem/s"};
    const auto* const known = std::find_if(
        unscaled_units.begin(), unscaled_units.end(), [unit](std::string_view candidate) {
            return converted(1, unit, candidate).has_value();
        });
    return known == unscaled_units.end() ? unit : *known;
}

Direction direction_of_unit(std::string_view unit)
{
    const auto [above, below] = ratio_of(unit);
    if (below.kind == Kind::time) {
        return above.kind == Kind::time ? Direction::unknown : Direction::higher;
    }
    const bool is_cost = above.kind == Kind::time || above.kind == Kind::size ||
                         above.name == "allocs" || above.name == "#";
    return is_cost ? Direction::lower : Direction::unknown;
}

} // namespace cb
