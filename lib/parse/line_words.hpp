#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// What the formats that are made of lines share.
namespace cb::parse {

/// A longer name is cut: each result has a copy of its names, and one name of a megabyte before a
/// million results must not need a terabyte.
constexpr std::size_t most_name_bytes = 1024;

/// `text` as a name: valid UTF-8, U+FFFD in place of each NUL byte, at most most_name_bytes of it.
[[nodiscard]] std::string to_name(std::string_view text);

/// Takes the blanks (space, tab, and the like, not newline) and then the word in front of `rest`;
/// empty at its end. What is left begins with the blank after the word.
[[nodiscard]] std::string_view take_word(std::string_view& rest);

/// Takes the blanks and then a finite number that ends where a word does. None, and nothing is
/// taken, for anything else: take_word() and parse_finite() say what that is.
[[nodiscard]] std::optional<double> take_finite(std::string_view& rest);

/// The finite number that `text` is from its first to its last byte: "12", "-1.5e+3", "+2". The
/// error says what it is in place of one: "NaN is not finite".
[[nodiscard]] Parsed<double> parse_finite(std::string_view text);

/// Where in `line`, in bytes from 1, `part` begins. \pre part is a part of line
[[nodiscard]] std::size_t column_of(std::string_view line, std::string_view part);

} // namespace cb::parse
