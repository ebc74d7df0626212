#include "options.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <system_error>

namespace cb::cmd {

Parsed<std::string> parse_text(std::string_view text)
{
    if (text.empty()) {
        return tl::unexpected{std::string{"must not be empty"}};
    }
    return std::string{text};
}

Parsed<std::string> parse_any(std::string_view text)
{
    return std::string{text};
}

Parsed<std::string> parse_directory(std::string_view text)
{
    std::error_code error;
    if (std::filesystem::is_directory(text, error)) {
        return std::string{text};
    }
    const auto reason = error ? error.message() : std::string{"it is not a directory"};
    return tl::unexpected{fmt::format("\"{}\": {}", printable(text, 4096), reason)};
}

Parsed<Bytes> parse_memory_size(std::string_view text)
{
    constexpr Bytes page{4096};
    auto size = Bytes::parse(text);
    if (size && *size < page) {
        return tl::unexpected{fmt::format(
            "\"{}\" is less than a page of memory, {}", printable(text, 80), page.to_string())};
    }
    return size;
}

Parsed<std::pair<std::string, std::string>> parse_assignment(std::string_view text)
{
    const auto equals = text.find('=');
    const auto name = text.substr(0, std::min(equals, text.size()));
    const auto fits = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
    if (equals == std::string_view::npos || name.empty() ||
        !std::all_of(name.begin(), name.end(), fits)) {
        return tl::unexpected{fmt::format("\"{}\" is not NAME=VALUE", text)};
    }
    return std::pair{std::string{name}, std::string{text.substr(equals + 1)}};
}

} // namespace cb::cmd
