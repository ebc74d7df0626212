#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

/// How tools print names and numbers for people.
namespace cb::parse {

/// Takes `start` from the front of the text, if it is there.
[[nodiscard]] bool take(std::string_view& text, std::string_view start);

/// Takes the last word of the text and the blanks around it; empty where there is none.
[[nodiscard]] std::string_view take_last_word(std::string_view& text);

/// What follows `key` at the front of the text, without the blanks around it; none if it is not
/// there.
[[nodiscard]] std::optional<std::string_view> value_behind(std::string_view text,
                                                           std::string_view key);

/// What is between `open` and `close`, and then, to the end, nothing; none for any other text.
[[nodiscard]] std::optional<std::string_view>
text_between(std::string_view text, std::string_view open, std::string_view close);

/// Whether the word is a decimal number without sign, point or separators.
[[nodiscard]] bool is_count(std::string_view word);

/// A finite number with or without separators between its thousands: "18,149.40". The error says
/// what it is instead; separators elsewhere make it none.
[[nodiscard]] Parsed<double> parse_grouped(std::string_view word);

/// The finite number times that power of ten, rounded once: 4499000 of "4.499" and 6.
[[nodiscard]] Parsed<double> parse_scaled(std::string_view number, int power_of_ten);

/// The first byte of the character at that column, from 0, of a text in UTF-8; its size if it has
/// fewer.
[[nodiscard]] std::size_t byte_of_column(std::string_view text, std::size_t column);

/// How many characters the text in UTF-8 has.
[[nodiscard]] std::size_t count_columns(std::string_view text);

} // namespace cb::parse
