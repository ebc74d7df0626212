#include "git/layout_config.hpp"

#include "base/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cb::git {

namespace {

constexpr std::array<std::string_view, 15> settings_of_core{"repositoryformatversion",
                                                            "filemode",
                                                            "bare",
                                                            "worktree",
                                                            "ignorecase",
                                                            "precomposeunicode",
                                                            "symlinks",
                                                            "logallrefupdates",
                                                            "autocrlf",
                                                            "eol",
                                                            "safecrlf",
                                                            "abbrev",
                                                            "quotepath",
                                                            "sparsecheckout",
                                                            "sparsecheckoutcone"};

constexpr bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-' || c == '/';
}

bool is_plain(std::string_view text)
{
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return is_plain(c); });
}

/// Names of sections and variables are case-insensitive.
std::string lowered(std::string_view text)
{
    std::string lower{text};
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower;
}

bool is_of_layout(std::string_view section, std::string_view name)
{
    return section == "[extensions]" ||
           (section == "[core]" &&
            std::find(settings_of_core.begin(), settings_of_core.end(), name) !=
                settings_of_core.end());
}

} // namespace

std::string layout_config(std::string_view text)
{
    std::string kept;
    std::string section;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.starts_with('[')) {
            section = lowered(line);
            kept += is_plain(section.substr(1, section.size() - 2)) ? section + "\n" : "";
            continue;
        }
        const auto equals = std::min(line.find('='), line.size());
        const auto name = lowered(trimmed(line.substr(0, equals)));
        const auto value = trimmed(line.substr(std::min(equals + 1, line.size())));
        if (is_plain(name) && is_plain(value) && is_of_layout(section, name)) {
            kept += fmt::format("\t{} = {}\n", name, value);
        }
    }
    return kept;
}

} // namespace cb::git
