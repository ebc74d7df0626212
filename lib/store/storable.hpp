#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Texts and numbers as both databases can hold them.
namespace cb::store {

/// `text` as both databases can hold it: U+FFFD stands for each NUL character, which PostgreSQL's
/// text cannot hold, and for each byte that is not UTF-8.
[[nodiscard]] std::string storable(std::string_view text);

/// The same for a JSON text.
[[nodiscard]] std::string storable_json(std::string json);

/// The time in UTC with milliseconds, so that times sort as text; absent if it is not known.
[[nodiscard]] std::optional<std::string> storable_time(const std::optional<Time>& time);

/// As a database's signed integer; what does not fit is the largest.
[[nodiscard]] std::int64_t to_signed(std::uint64_t number);

/// Without the sign of a zero: SQLite does not keep it.
[[nodiscard]] inline double storable(double number)
{
    return number + 0.0;
}

/// Appends a text to a key so that where it ends is never in doubt.
void append_part(std::string& key, std::string_view text);

} // namespace cb::store
