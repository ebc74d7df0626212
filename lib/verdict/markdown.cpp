#include "verdict/markdown.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace cb::verdict {

namespace {

bool is_word_byte(char c)
{
    return is_digit(c) || is_letter(c) || static_cast<unsigned char>(c) >= 0x80;
}

/// Whether no forge gives these characters a meaning: words, numbers with a sign or a point,
/// percentages, and words joined by a slash, such as "ns/op".
bool is_plain(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const char before = i == 0 ? ' ' : text[i - 1];
        const char after = i + 1 == text.size() ? ' ' : text[i + 1];
        const bool is_fine = is_word_byte(c) || (c == ' ' && i > 0) ||
                             (c == '%' && i > 0 && before == ' ' && !is_word_byte(after)) ||
                             ((c == '+' || c == '-') && !is_letter(before) && is_digit(after)) ||
                             (c == '.' && is_digit(before) && is_digit(after)) ||
                             (c == '/' && is_letter(before) && is_letter(after));
        if (!is_fine) {
            return false;
        }
    }
    return true;
}

/// What stays as it is inside of code. A point after a "w" may be that of "www.", which Markdown
/// links wherever it is.
bool is_plain_in_code(char c, char before)
{
    constexpr std::string_view signs = " ,;()%+-/='\"";
    return is_word_byte(c) || signs.find(c) != std::string_view::npos ||
           (c == '.' && before != 'w' && before != 'W');
}

} // namespace

std::string to_markdown_code(std::string_view text)
{
    if (is_plain(text)) {
        return std::string{text};
    }
    // A reference to a character is never a delimiter (CommonMark, section 2.5).
    std::string code = "<code>";
    char before = ' ';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        code += is_plain_in_code(c, before) ? std::string{c}
                : byte < 0x20               ? " "
                                            : fmt::format("&#{};", byte);
        before = c;
    }
    return code + "</code>";
}

} // namespace cb::verdict
