#include "notify/text.hpp"

#include "base/utf8.hpp"

#include <algorithm>
#include <cstdint>

namespace cb::notify {

namespace {

constexpr std::string_view base64_letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Four letters for at most three bytes.
std::string base64_group(std::string_view bytes)
{
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        bits = bits << 8U | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U);
    }
    std::string letters;
    for (unsigned i = 0; i < 4; ++i) {
        letters += i <= bytes.size() ? base64_letters[bits >> (18U - 6U * i) & 63U] : '=';
    }
    return letters;
}

std::string base64(std::string_view bytes)
{
    std::string text;
    for (; !bytes.empty(); bytes.remove_prefix(std::min<std::size_t>(3, bytes.size()))) {
        text += base64_group(bytes.substr(0, 3));
    }
    return text;
}

/// The byte after the first `count` characters.
std::size_t end_of_characters(std::string_view text, std::size_t count)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_utf8_start(text[i]) && count-- == 0) {
            return i;
        }
    }
    return text.size();
}

} // namespace

std::string cut(std::string_view text, std::size_t max_characters)
{
    constexpr std::size_t max_bytes_of_character = 4;
    const auto line = printable(text, (max_characters + 1) * max_bytes_of_character);
    if (count_characters(line) <= max_characters) {
        return line;
    }
    return line.substr(0, end_of_characters(line, max_characters - 1)) + "…";
}

std::string to_slack(std::string_view text)
{
    std::string safe;
    for (const char c : text) {
        if (c == '&') {
            safe += "&amp;";
        } else if (c == '<') {
            safe += "&lt;";
        } else if (c == '>') {
            safe += "&gt;";
        } else {
            safe += c;
        }
    }
    return safe;
}

std::string to_mail_header(std::string_view text)
{
    const bool is_ascii =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
    if (is_ascii && text.find("=?") == std::string_view::npos) {
        return std::string{text};
    }
    constexpr std::size_t max_word_characters = 11; // of up to 4 bytes: below 75 letters
    std::string header;
    while (!text.empty()) {
        const auto end = end_of_characters(text, max_word_characters);
        header += header.empty() ? "" : "\n ";
        header += "=?utf-8?B?" + base64(text.substr(0, end)) + "?=";
        text.remove_prefix(end);
    }
    return header;
}

std::string to_base64_lines(std::string_view bytes)
{
    constexpr std::size_t bytes_per_line = 57;
    std::string lines;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes_per_line, bytes.size()))) {
        lines += base64(bytes.substr(0, bytes_per_line)) + "\n";
    }
    return lines;
}

} // namespace cb::notify
