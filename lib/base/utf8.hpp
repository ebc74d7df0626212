#pragma once

#include <string>
#include <string_view>

namespace cb {

/// Whether `text` is valid UTF-8 (Unicode 15, section 3.9: no surrogates, no overlong forms).
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// `text` with U+FFFD in place of each byte that is not part of valid UTF-8. Newlines stay, so
/// line numbers do not move. Linear.
[[nodiscard]] std::string to_utf8(std::string_view text);

/// The first `most` bytes of `text` for a terminal that it must not steer: valid UTF-8, with a
/// blank for each control character (C0, DEL, C1, line separators, bidirectional controls).
[[nodiscard]] std::string printable(std::string_view text, std::size_t most);

/// The last `most` bytes of `text`, cut between characters, and preceded by a line that says how
/// much is missing when it was cut.
[[nodiscard]] std::string tail(std::string_view text, std::size_t most);

} // namespace cb
