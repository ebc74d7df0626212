#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// What the formats that are made of lines share.
namespace cb::parse {

/// `text` as a name: valid UTF-8, and U+FFFD in place of each NUL byte. What is too long for a name
/// is cut, but not so far that the collector would take it.
[[nodiscard]] std::string to_name(std::string_view text);

/// Takes the blanks (space, tab, and the like, not newline) and then the word in front of `rest`;
/// empty at its end. What is left begins with the blank after the word.
[[nodiscard]] std::string_view take_word(std::string_view& rest);

/// A number, or none. No std::optional: in its place in memory the processor would store a byte and
/// load a word, and that stall takes as long as to read the number.
struct TakenNumber {
    double value = 0;
    const char* stop = nullptr; ///< where it ends; none: there is no number
    explicit operator bool() const { return stop != nullptr; }
    double operator*() const { return value; }
};

/// Takes the blanks and then a finite number that ends where a word does. None, and nothing is
/// taken, for anything else: take_word() and parse_finite() say what that is.
[[nodiscard]] TakenNumber take_finite(std::string_view& rest);

/// The finite number that `text` is from its first to its last byte: "12", "-1.5e+3", "+2". The
/// error says what it is in place of one: "NaN is not finite".
[[nodiscard]] Parsed<double> parse_finite(std::string_view text);

/// Where in `line`, in bytes from 1, `part` begins. \pre part is a part of line
[[nodiscard]] std::size_t column_of(std::string_view line, std::string_view part);

} // namespace cb::parse
