#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cb {

/// Whether `text` is valid UTF-8 (Unicode 15, section 3.9: no surrogates, no overlong forms).
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// Whether `byte` begins a character of UTF-8 text, instead of continuing one.
[[nodiscard]] constexpr bool is_utf8_start(char byte) noexcept
{
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

/// The number of characters (code points) of UTF-8 text; a terminal may show some wider. Linear.
[[nodiscard]] std::size_t count_characters(std::string_view text) noexcept;

/// `text` with each byte that is not part of valid UTF-8 replaced by U+FFFD. Keeps newlines, so
/// line numbers do not change. Linear.
[[nodiscard]] std::string to_utf8(std::string_view text);

/// The first `max_bytes` bytes of `text`, safe for a terminal: valid UTF-8, with each control
/// character (C0, DEL, C1, line separators, bidirectional controls) replaced by a blank.
[[nodiscard]] std::string printable(std::string_view text, std::size_t max_bytes);

/// The start of `text` in quotation marks, safe for a terminal, for messages that name a word.
[[nodiscard]] std::string quote(std::string_view text);

/// The last `max_bytes` bytes of `text`, cut between characters. If text was cut, a line with the
/// number of omitted bytes comes first.
[[nodiscard]] std::string tail(std::string_view text, std::size_t max_bytes);

} // namespace cb
