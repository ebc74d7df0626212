#pragma once

#include <cstddef>
#include <string_view>

namespace cb {

/// A character at the start of a text.
struct Glyph {
    std::size_t bytes;   ///< at least 1
    std::size_t columns; ///< that it takes on a terminal: 0 if it combines, 2 if it is wide
};

/// The first character. Widths are those of the C library (wcwidth(3)) in the locale C.UTF-8,
/// whatever the program's own is. What is not UTF-8, or not printable, takes one column. \pre
/// `text` is not empty
[[nodiscard]] Glyph first_glyph(std::string_view text);

/// The columns that the text takes on a terminal. Linear.
[[nodiscard]] std::size_t count_columns(std::string_view text);

} // namespace cb
