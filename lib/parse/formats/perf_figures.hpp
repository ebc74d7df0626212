#pragma once

#include "base/error.hpp"
#include "manifest/sections.hpp"

#include <string_view>

/// Helpers shared by both output formats of `perf stat`.
namespace cb::parse {

/// What SameTests says of counts whose command perf did not print.
constexpr std::string_view unnamed_perf_command =
    "the event was counted before, and perf stat names no command here. The counts became one "
    "series, which is wrong if the commands differ; use perf stat -r to repeat one, and its text "
    "or a job each for several";

/// Whether it is an event name of perf or the kernel, with or without modifiers: "cycles:u",
/// "cpu_core/instructions/".
[[nodiscard]] bool is_perf_event(std::string_view event);

/// Lower for events that are costs, which includes all that is_perf_event() accepts.
[[nodiscard]] Direction direction_of_perf_event(std::string_view event);

/// A number in the locale's notation. "1,234,567", "1.234.567" and "1 234 567" with a no-break
/// space are each a `count`; in a `measure`, a mark that occurs once is the decimal mark. Rejects
/// ambiguous numbers.
enum class PerfNumber { count, measure };
[[nodiscard]] Parsed<double> parse_perf_number(std::string_view word, PerfNumber kind);

} // namespace cb::parse
