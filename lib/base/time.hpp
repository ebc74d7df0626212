#pragma once

#include "base/error.hpp"
#include "base/quantity.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace cb {

/// A point in time in UTC.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

[[nodiscard]] Time now();

/// RFC 3339 in UTC: "2026-01-31T08:00:00Z", with milliseconds unless they are 0.
/// \pre in the years 1970 to 9999
[[nodiscard]] std::string to_rfc3339(Time time);
/// The same of a time that may be unknown.
[[nodiscard]] std::optional<std::string> to_rfc3339(const std::optional<Time>& time);

/// Parses RFC 3339 with any offset; accepts a blank instead of the T. Years 1970 to 9999.
[[nodiscard]] Parsed<Time> parse_rfc3339(std::string_view text);

/// The start of a period: a time, or an age, which moves with the clock.
class PeriodStart {
public:
    explicit PeriodStart(Time time) : start_{time} {}

    /// Parses a day ("2026-01-31", from 00:00 UTC), an RFC 3339 time, or an age ("90d", "6h"; see
    /// parse_duration).
    [[nodiscard]] static Parsed<PeriodStart> parse(std::string_view text);

    /// Not before the epoch.
    [[nodiscard]] Time at(Time now) const;

private:
    explicit PeriodStart(Duration age) : start_{age} {}

    std::variant<Time, Duration> start_;
};

/// A PeriodStart as of `now`.
[[nodiscard]] Parsed<Time> parse_since(std::string_view text, Time now);

} // namespace cb
