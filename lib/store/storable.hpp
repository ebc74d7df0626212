#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Converts texts and numbers to what both databases can hold.
namespace cb::store {

/// `text` as both databases can hold it. U+FFFD replaces each NUL character, which PostgreSQL's
/// text cannot hold, and each byte that is not UTF-8.
[[nodiscard]] std::string storable(std::string_view text);

/// The same for a JSON text.
[[nodiscard]] std::string storable_json(std::string json);

/// The time in UTC with milliseconds, so that times sort as text; nullopt if unknown.
[[nodiscard]] std::optional<std::string> storable_time(const std::optional<Time>& time);

/// As a database's signed integer; a larger number becomes the largest one.
[[nodiscard]] std::int64_t to_signed(std::uint64_t number);

/// Removes the sign of a zero, which SQLite does not keep.
[[nodiscard]] inline double storable(double number)
{
    return number + 0.0;
}

/// Appends a text to a key with an unambiguous end.
void append_part(std::string& key, std::string_view text);

} // namespace cb::store
