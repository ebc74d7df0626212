#include "options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace cb::cmd {

std::string environment_name(const std::string& option)
{
    const auto start = option.rfind("--") + 2;
    std::string name = "CB_";
    for (const char c : option.substr(start)) {
        name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return name;
}

Parsed<std::string> parse_text(std::string_view text)
{
    if (text.empty()) {
        return tl::unexpected{std::string{"must not be empty"}};
    }
    return std::string{text};
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
