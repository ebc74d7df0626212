#include "parse/repair.hpp"

#include "base/utf8.hpp"
#include "json/scan.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstddef>

namespace cb::parse {

namespace {

std::string repaired_word(std::string_view word)
{
    if (word == "true" || word == "false" || word == "null" || json_number(word)) {
        return std::string{word};
    }
    return fmt::format(R"("\u0000{}")", word); // a word contains no byte that needs an escape
}

/// The code unit of the escape "\uXXXX" at the start of `text`; nullopt if there is none.
std::optional<unsigned> code_unit(std::string_view text)
{
    unsigned unit = 0;
    if (text.size() < 6 || text.substr(0, 2) != "\\u") {
        return std::nullopt;
    }
    const auto* const end = text.data() + 6;
    const auto [stop, error] = std::from_chars(text.data() + 2, end, unit, 16);
    return error == std::errc{} && stop == end ? std::optional{unit} : std::nullopt;
}

constexpr bool is_high(unsigned unit)
{
    return unit >= 0xD800 && unit < 0xDC00;
}
constexpr bool is_low(unsigned unit)
{
    return unit >= 0xDC00 && unit < 0xE000;
}

/// Copies the escape at the start of `text`; returns its length.
std::size_t copy_escape(std::string& out, std::string_view text)
{
    const auto unit = code_unit(text);
    if (!unit) {
        out += text.substr(0, 2);
        return 2;
    }
    const auto second = is_high(*unit) ? code_unit(text.substr(6)) : std::nullopt;
    if (second && is_low(*second)) {
        out += text.substr(0, 12);
        return 12;
    }
    out += is_high(*unit) || is_low(*unit) ? "\\ufffd" : text.substr(0, 6);
    return 6;
}

/// Copies a string including its quotes.
void copy_string(std::string& out, std::string_view text)
{
    out += '"';
    std::size_t at = 1;
    while (at < text.size() && text[at] != '"') {
        const char c = text[at];
        if (c == '\\') {
            at += copy_escape(out, text.substr(at));
            continue;
        }
        if (static_cast<unsigned char>(c) < 0x20) {
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
            out += c;
        }
        ++at;
    }
    out += '"';
}

} // namespace

std::string repaired(std::string_view object)
{
    const std::string text = to_utf8(object);
    std::string out;
    out.reserve(text.size() + 64);
    for (JsonTokens tokens{text}; !tokens.at_end();) {
        const auto token = tokens.next();
        if (token.kind == JsonToken::Kind::string) {
            copy_string(out, token.text);
        } else if (token.kind == JsonToken::Kind::word) {
            out += repaired_word(token.text);
        } else {
            out += token.text;
        }
    }
    return out;
}

std::optional<std::string_view> bare_word(std::string_view text)
{
    return !text.empty() && text.front() == '\0' ? std::optional{text.substr(1)} : std::nullopt;
}

} // namespace cb::parse
