#pragma once

#include "manifest/sections.hpp"

#include <optional>
#include <string>
#include <string_view>

/// The units that benchmarks print: which can be converted to one another.
namespace cb {

/// `value`, which is in the unit `from`, in the unit `to`; none where nothing is known of how they
/// relate. Known are units of
///  - time, from "ps" to "days";
///  - size: bytes and bits, with SI prefixes (kB, MB: powers of 1000) and IEC ones (KiB, MiB);
///  - counts: "ops", "kops", "items", "k", "M", …;
///  - percent;
///  - and of any two of these with a '/' between them, as "MB/s" and "ns/op". What stands behind
///    '/' may be any word: "widgets/op" is a unit of its own.
/// Where the ratio of the units is a power of ten the decimal digits stay; else it rounds once.
[[nodiscard]] std::optional<double>
converted(double value, std::string_view from, std::string_view to);

/// What units have in common that converted() knows how to relate: the same text for these, and
/// another one for any other. It is spelled like the smallest of them: "ps" for every time,
/// "bit/ps" for "MB/s", "widgets/ps" for "widgets/s", and of an unknown word the word itself.
[[nodiscard]] std::string kind_of_unit(std::string_view unit);

/// The length of a unit of time, in nanoseconds; none if it is no such unit.
[[nodiscard]] std::optional<double> nanoseconds(std::string_view unit);

/// The unit in which to keep what a tool prints that scales its figures itself: else a benchmark
/// that comes from 999 ns to 1.1 us were another one. "ns" of times, "B/s" and "elem/s" of rates,
/// other units as they are.
[[nodiscard]] std::string_view unscaled(std::string_view unit);

/// Which way is better as far as the unit alone says it: lower for times, sizes and allocations,
/// also by something ("ms", "B/op", "ns/iter", JMH's "#/op"); higher for anything else by time
/// ("MB/s", "ops/ms", "widgets/sec").
[[nodiscard]] Direction direction_of_unit(std::string_view unit);

} // namespace cb
