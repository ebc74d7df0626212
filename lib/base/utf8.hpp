#pragma once

#include <string>
#include <string_view>

namespace cb {

/// Whether `text` is valid UTF-8 (Unicode 15, section 3.9: no surrogates, no overlong forms).
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// `text` with each byte that is not part of valid UTF-8 replaced by U+FFFD. Keeps newlines, so
/// line numbers do not change. Linear.
[[nodiscard]] std::string to_utf8(std::string_view text);

/// The first `most` bytes of `text`, safe for a terminal: valid UTF-8, with each control character
/// (C0, DEL, C1, line separators, bidirectional controls) replaced by a blank.
[[nodiscard]] std::string printable(std::string_view text, std::size_t most);

/// The last `most` bytes of `text`, cut between characters. If text was cut, a line with the number
/// of omitted bytes comes first.
[[nodiscard]] std::string tail(std::string_view text, std::size_t most);

} // namespace cb
