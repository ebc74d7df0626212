#pragma once

#include "manifest/sections.hpp"

#include <optional>
#include <string>
#include <string_view>

/// The units that benchmarks print, and how to convert them.
namespace cb {

/// Converts `value` from one unit to another; nullopt if their relation is unknown. Known units:
///  - time, from "ps" to "days";
///  - size: bytes and bits, with SI prefixes (kB, MB: powers of 1000) and IEC prefixes (KiB, MiB);
///  - counts: "ops", "kops", "items", "k", "M", …;
///  - percent;
///  - any two of these joined by '/', such as "MB/s" and "ns/op". Any word may follow the '/':
///    "widgets/op" is a unit, too.
/// If the ratio of the units is a power of ten, the decimal digits stay; otherwise the result is
/// rounded once.
[[nodiscard]] std::optional<double>
converted(double value, std::string_view from, std::string_view to);

/// A text that identifies all units convertible to one another. It is spelled like the smallest of
/// them: "ps" for every time, "bit/ps" for "MB/s", "widgets/ps" for "widgets/s". An unknown word is
/// its own kind.
[[nodiscard]] std::string kind_of_unit(std::string_view unit);

/// The length of a time unit, in nanoseconds; nullopt if it is not a time unit.
[[nodiscard]] std::optional<double> nanoseconds(std::string_view unit);

/// The unit in which to keep figures from a tool that picks a unit by magnitude. Otherwise a
/// benchmark that goes from 999 ns to 1.1 us would become a different series. "ns" for times, "B/s"
/// and "elem/s" for rates; other units stay.
[[nodiscard]] std::string_view unscaled(std::string_view unit);

/// The better direction as far as the unit implies it. Lower for times, sizes and allocations, and
/// for those per something ("ms", "B/op", "ns/iter", JMH's "#/op"). Higher for anything else per
/// time ("MB/s", "ops/ms", "widgets/sec").
[[nodiscard]] Direction direction_of_unit(std::string_view unit);

} // namespace cb
