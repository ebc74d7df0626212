#pragma once

#include "base/quantity.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// Amounts for people.
namespace cb::terminal {

/// A time of day's length, in whole seconds: "0:42", "12:05", "1:02:03".
[[nodiscard]] std::string to_clock_text(Duration duration);

/// With commas between thousands: "1,234,567".
[[nodiscard]] std::string to_count_text(std::uint64_t count);

/// "1 job", "1,234 jobs".
[[nodiscard]] std::string to_count_text(std::uint64_t count, std::string_view singular);

} // namespace cb::terminal
