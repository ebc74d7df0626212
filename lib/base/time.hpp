#pragma once

#include "base/error.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace cb {

/// A point in time in UTC.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

[[nodiscard]] Time now();

/// RFC 3339 in UTC: "2026-01-31T08:00:00Z", with milliseconds unless they are 0.
/// \pre in the years 1970 to 9999
[[nodiscard]] std::string to_rfc3339(Time time);

/// Parses RFC 3339 with any offset; accepts a blank instead of the T. Years 1970 to 9999.
[[nodiscard]] Parsed<Time> parse_rfc3339(std::string_view text);

} // namespace cb
