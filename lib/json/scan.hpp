#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace cb {

/// The place behind the JSON string whose opening quote stands at `quote`; the end of `text` if it
/// is not closed. Linear, at the speed of memchr(3) where there is little to escape.
[[nodiscard]] std::size_t skip_json_string(std::string_view text, std::size_t quote) noexcept;

enum class JsonNumber : std::uint8_t { whole, floating };

/// What `text` is by the grammar of numbers in RFC 8259, section 6; none if it is no number.
[[nodiscard]] std::optional<JsonNumber> json_number(std::string_view text);

} // namespace cb
