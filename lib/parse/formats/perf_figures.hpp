#pragma once

#include "base/error.hpp"
#include "manifest/sections.hpp"

#include <string_view>

/// What both outputs of `perf stat` share.
namespace cb::parse {

/// Whether perf or the kernel names an event so, with or without modifiers: "cycles:u",
/// "cpu_core/instructions/".
[[nodiscard]] bool is_perf_event(std::string_view event);

/// Lower for the events that are costs, which all are that is_perf_event() knows.
[[nodiscard]] Direction direction_of_perf_event(std::string_view event);

/// A number as the locale writes it: "1,234,567", "1.234.567" and "1 234 567" with a no-break space
/// are one `count`; of other numbers ',' alone is the decimal mark. Refuses what may be either.
enum class PerfNumber { count, measure };
[[nodiscard]] Parsed<double> parse_perf_number(std::string_view word, PerfNumber kind);

} // namespace cb::parse
