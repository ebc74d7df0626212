#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>

/// How text looks in a terminal.
namespace cb {

enum class Color { off, on };
/// ASCII replaces block elements, arrows, dots and signs.
enum class Charset { unicode, ascii };

enum class Hue { plain, bad, good, unclear };

struct TextStyle {
    static constexpr auto unlimited = std::numeric_limits<std::size_t>::max();

    std::size_t width = unlimited; ///< of a line, in characters
    Color color = Color::off;
    Charset charset = Charset::unicode;
};

/// The line with the escape sequences of its color; `line` ends without a newline.
[[nodiscard]] std::string colored(std::string_view line, Hue hue, Color color);

/// The sign of text that was cut, one character wide: "…" or "~".
[[nodiscard]] std::string_view cut_sign(Charset charset);

/// The line without trailing blanks. What exceeds the width is replaced by the sign of a cut.
/// Linear.
[[nodiscard]] std::string fitted(std::string_view line, std::size_t width, Charset charset);

/// Breaks `text` between words into lines of at most `width` characters; a longer word has its own
/// line. All lines except the first start with `indent` blanks. \pre the first starts at `indent`
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t indent, std::size_t width);

/// `text` for a terminal that shows only ASCII: signs that cb writes become similar ones, other
/// characters become '?'. Linear.
[[nodiscard]] std::string to_ascii(std::string_view text);

/// `text` as the charset can show it.
[[nodiscard]] std::string in_charset(std::string text, Charset charset);

} // namespace cb
