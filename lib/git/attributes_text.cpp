#include "git/attributes_text.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace cb::git {

namespace {

constexpr std::string_view blanks = " \t\r";
constexpr std::size_t max_line = 2048; // git ignores longer ones: attr.h, ATTR_MAX_LINE_LENGTH

struct Unquoted {
    std::string pattern;
    std::string_view rest; ///< behind the closing quote
};

bool is_octal(char c)
{
    return c >= '0' && c <= '7';
}

/// The byte of an escape sequence behind a backslash, and its length; nullopt if it is none.
std::optional<std::pair<char, std::size_t>> unescape(std::string_view text)
{
    constexpr std::string_view letters = "abfnrtv\\\"";
    constexpr std::string_view bytes = "\a\b\f\n\r\t\v\\\"";
    if (text.empty()) {
        return std::nullopt;
    }
    if (const auto at = letters.find(text.front()); at != std::string_view::npos) {
        return std::pair{bytes[at], std::size_t{1}};
    }
    constexpr std::size_t digits = 3;
    if (text.size() < digits || text.front() > '3' ||
        !std::all_of(text.begin(), text.begin() + digits, &is_octal)) {
        return std::nullopt;
    }
    const int value = (text[0] - '0') * 64 + (text[1] - '0') * 8 + (text[2] - '0');
    return std::pair{static_cast<char>(value), digits};
}

/// The text in C's quotes at the start of a line; nullopt if they do not end, or hold no escape
/// sequence of C: then git takes the quote for a letter.
std::optional<Unquoted> unquote(std::string_view line)
{
    Unquoted unquoted;
    for (std::size_t at = 1; at < line.size(); ++at) {
        if (line[at] == '"') {
            unquoted.rest = line.substr(at + 1);
            return unquoted;
        }
        if (line[at] != '\\') {
            unquoted.pattern += line[at];
            continue;
        }
        const auto escape = unescape(line.substr(at + 1));
        if (!escape) {
            return std::nullopt;
        }
        unquoted.pattern += escape->first;
        at += escape->second;
    }
    return std::nullopt;
}

/// The pattern with its blanks escaped, as libgit2 expects them.
std::string escape_blanks(std::string_view pattern)
{
    std::string escaped = pattern.starts_with('#') ? "\\" : "";
    for (const char c : pattern) {
        escaped += c == ' ' || c == '\t' ? "\\" : "";
        escaped += c;
    }
    return escaped;
}

/// A backslash before the blank, which git takes for the end of the pattern, would make it a part.
bool ends_in_backslash(std::string_view pattern)
{
    const auto last = pattern.find_last_not_of('\\');
    const auto count = pattern.size() - (last == std::string_view::npos ? 0 : last + 1);
    return count % 2 == 1;
}

/// Nothing if git ignores the line.
std::optional<std::string> to_plain_line(std::string_view line)
{
    line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
    if (line.empty() || line.front() == '#' || line.size() >= max_line ||
        line.find('\0') != std::string_view::npos) {
        return std::nullopt;
    }
    if (line.front() == '"') {
        if (const auto unquoted = unquote(line)) {
            const auto& pattern = unquoted->pattern;
            const bool is_ignored = pattern.empty() || pattern.front() == '!' ||
                                    pattern.find_first_of("\r\n\v\f") != std::string::npos ||
                                    ends_in_backslash(pattern);
            return is_ignored
                       ? std::nullopt
                       : std::optional{escape_blanks(pattern) + " " + std::string{unquoted->rest}};
        }
    }
    const auto pattern = line.substr(0, line.find_first_of(blanks));
    return pattern.front() == '!' || ends_in_backslash(pattern) ? std::nullopt
                                                                : std::optional{std::string{line}};
}

} // namespace

std::string to_plain_attributes(std::string_view text)
{
    std::string plain;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        if (const auto line = to_plain_line(text.substr(0, end))) {
            plain += *line;
            plain += '\n';
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return plain;
}

} // namespace cb::git
