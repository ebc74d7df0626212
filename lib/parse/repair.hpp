#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cb::parse {

/// Turns an object that the Scanner found into strict JSON where its meaning is clear:
///  - bytes in strings that are not UTF-8, and unpaired surrogate escapes, become U+FFFD;
///  - control characters in strings, including newlines, become escapes;
///  - words that are not JSON values (NaN, 01, 1.) become strings that bare_word() recognizes, so
///    that only their own member is lost.
/// Linear.
[[nodiscard]] std::string repaired(std::string_view object);

/// The word that repaired() turned into the string `text`; nullopt for an ordinary string.
[[nodiscard]] std::optional<std::string_view> bare_word(std::string_view text);

} // namespace cb::parse
