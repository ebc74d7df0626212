#include "base/text_style.hpp"

#include "base/columns.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace cb {

namespace {

std::string_view code_of(Hue hue)
{
    switch (hue) {
    case Hue::bad:
        return "31";
    case Hue::good:
        return "32";
    case Hue::unclear:
        return "33";
    case Hue::plain:
        break;
    }
    return "";
}

/// Signs that cb writes, and what ASCII has instead.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> signs{
    {{"\u2026", "..."}, // …
     {"\u2192", "->"},  // →
     {"\u00d7", "x"},   // ×
     {"\u00b1", "+-"},  // ±
     {"\u00b7", "."},   // ·
     {"\u00b5", "u"},   // µ
     {"\u03bc", "u"},   // μ
     {"\u2013", "-"},   // –
     {"\u2014", "-"},   // —
     {"\u2500", "-"}}}; // ─

std::string_view ascii_of(std::string_view character)
{
    const auto* const found = std::find_if(
        signs.begin(), signs.end(), [&](const auto& sign) { return sign.first == character; });
    return found == signs.end() ? "?" : found->second;
}

/// The number of bytes of the character at the start.
std::size_t count_character_bytes(std::string_view text)
{
    std::size_t length = 1;
    while (length < text.size() && !is_utf8_start(text[length])) {
        ++length;
    }
    return length;
}

} // namespace

std::string colored(std::string_view line, Hue hue, Color color)
{
    return color == Color::off || hue == Hue::plain
               ? std::string{line}
               : fmt::format("\x1b[{}m{}\x1b[0m", code_of(hue), line);
}

std::string_view cut_sign(Charset charset)
{
    return charset == Charset::ascii ? "~" : "\u2026";
}

std::string fitted(std::string_view line, std::size_t width, Charset charset)
{
    line = line.substr(0, line.find_last_not_of(' ') + 1);
    std::size_t shown = 0;
    std::size_t fitting = 0; // bytes that leave room for the sign
    for (std::size_t length = 0; length < line.size();) {
        const auto glyph = first_glyph(line.substr(length));
        if (shown + glyph.columns > width) {
            return width == 0 ? std::string{}
                              : fmt::format("{}{}", line.substr(0, fitting), cut_sign(charset));
        }
        shown += glyph.columns;
        length += glyph.bytes;
        fitting = shown < width ? length : fitting;
    }
    return std::string{line};
}

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width)
{
    std::string lines;
    std::size_t column = indent;
    for (std::size_t start = 0; start < text.size();) {
        const auto end = std::min(text.find(' ', start), text.size());
        const auto word = text.substr(start, end - start);
        const auto size = count_columns(word);
        if (column > indent && column + 1 + size > width) {
            lines += "\n" + std::string(indent, ' ');
            column = indent;
        } else if (column > indent) {
            lines += ' ';
            ++column;
        }
        lines += word;
        column += size;
        start = end + 1;
    }
    return lines;
}

std::string to_ascii(std::string_view text)
{
    std::string ascii;
    ascii.reserve(text.size());
    while (!text.empty()) {
        const auto character = text.substr(0, count_character_bytes(text));
        const bool is_ascii = static_cast<unsigned char>(character.front()) < 0x80U;
        ascii += is_ascii ? character : ascii_of(character);
        text.remove_prefix(character.size());
    }
    return ascii;
}

std::string in_charset(std::string text, Charset charset)
{
    return charset == Charset::ascii ? to_ascii(text) : text;
}

} // namespace cb
