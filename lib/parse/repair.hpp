#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cb::parse {

/// Makes an object that the Scanner found into JSON that a strict parser takes, where its meaning
/// is clear:
///  - bytes in strings that are not UTF-8, and escapes of half a surrogate pair, become U+FFFD;
///  - control characters in strings, newlines too, become escapes;
///  - words that are no JSON value (NaN, 01, 1.) become strings that bare_word() knows, so that
///  only
///    what holds them is lost.
/// Linear.
[[nodiscard]] std::string repaired(std::string_view object);

/// The word that repaired() made into the string `text`; none if it is an ordinary string.
[[nodiscard]] std::optional<std::string_view> bare_word(std::string_view text);

} // namespace cb::parse
