#pragma once

#include "base/time.hpp"

#include <optional>
#include <string_view>

namespace cb::parse {

/// A time as people write it into the column of otava: RFC 3339 without its colons and zeros too,
/// such as "2021.01.02 3:00:00 +0100", a day, or seconds since 1970.
[[nodiscard]] std::optional<Time> parse_history_time(std::string_view text);

} // namespace cb::parse
