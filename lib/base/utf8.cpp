#include "base/utf8.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

namespace cb {

namespace {

/// The length of the valid character at the start of `text`, 0 if there is none. Table 3-7 of the
/// Unicode standard: the limits of the second byte exclude overlong forms, surrogates and code
/// points above U+10FFFF. Hand-written, because calling simdjson for each byte takes seconds for 64
/// MB of garbage.
std::size_t character_length(std::string_view text)
{
    const auto byte = [text](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const unsigned lead = byte(0);
    const unsigned second = byte(1);
    if (lead < 0x80U) {
        return 1;
    }
    if (lead < 0xC2U || lead > 0xF4U) {
        return 0;
    }
    const unsigned min = lead == 0xE0U ? 0xA0U : lead == 0xF0U ? 0x90U : 0x80U;
    const unsigned max = lead == 0xEDU ? 0x9FU : lead == 0xF4U ? 0x8FU : 0xBFU;
    const std::size_t length = lead < 0xE0U ? 2 : lead < 0xF0U ? 3 : 4;
    bool valid = second >= min && second <= max;
    for (std::size_t i = 2; i < length; ++i) {
        valid = valid && (byte(i) & 0xC0U) == 0x80U;
    }
    return valid ? length : 0;
}

/// Whether the valid character can control a terminal or change the display order of text: C0, DEL
/// and C1 controls, line and paragraph separators, and bidirectional controls (Unicode standard
/// annex 9).
bool is_steering(std::string_view character)
{
    const auto lead = static_cast<unsigned char>(character.front());
    if (character.size() == 1) {
        return lead < 0x20U || lead == 0x7fU;
    }
    const auto is_between = [character](std::string_view first, std::string_view last) {
        return character >= first && character <= last;
    };
    return is_between("\u0080", "\u009F") || character == "\u061C" ||
           is_between("\u200E", "\u200F") || is_between("\u2028", "\u202E") ||
           is_between("\u2066", "\u2069");
}

} // namespace

bool is_utf8(std::string_view text) noexcept
{
    return simdjson::validate_utf8(text.data(), text.size());
}

std::size_t count_characters(std::string_view text) noexcept
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_utf8_start));
}

std::string to_utf8(std::string_view text)
{
    if (is_utf8(text)) {
        return std::string{text};
    }
    std::string valid;
    valid.reserve(text.size());
    while (!text.empty()) {
        const auto length = character_length(text);
        if (length == 0) {
            valid += "\xEF\xBF\xBD";
        } else {
            valid.append(text, 0, length);
        }
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return valid;
}

std::string printable(std::string_view text, std::size_t max_bytes)
{
    const auto valid = to_utf8(text.substr(0, max_bytes));
    std::string plain;
    plain.reserve(valid.size());
    for (std::string_view rest = valid; !rest.empty();) {
        const auto character = rest.substr(0, character_length(rest));
        plain += is_steering(character) ? std::string_view{" "} : character;
        rest.remove_prefix(character.size());
    }
    return plain;
}

std::string quote(std::string_view text)
{
    return fmt::format("\"{}\"", printable(text, 80));
}

std::string tail(std::string_view text, std::size_t max_bytes)
{
    if (text.size() <= max_bytes) {
        return std::string{text};
    }
    std::size_t start = text.size() - max_bytes;
    for (int i = 0; i < 3 && start < text.size() && !is_utf8_start(text[start]); ++i) {
        ++start; // a character has at most three continuation bytes; more are kept as garbage
    }
    return fmt::format("[the first {} bytes are left out]\n{}", start, text.substr(start));
}

} // namespace cb
