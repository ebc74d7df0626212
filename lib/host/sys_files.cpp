#include "host/sys_files.hpp"

#include "base/file.hpp"

#include <algorithm>
#include <limits>
#include <system_error>

namespace cb::host {

namespace fs = std::filesystem;

std::optional<std::string> SysFiles::text(const fs::path& path) const
{
    const auto content = read_small_file(root_ / path);
    const auto text = trimmed(content ? std::string_view{*content} : "");
    return text.empty() ? std::nullopt : std::optional{std::string{text}};
}

std::optional<unsigned> SysFiles::number(const fs::path& path) const
{
    const auto count =
        parse_count(text(path).value_or(""), 0, std::numeric_limits<unsigned>::max());
    return count ? std::optional{static_cast<unsigned>(*count)} : std::nullopt;
}

std::vector<std::string> SysFiles::names(const fs::path& path) const
{
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry{root_ / path, error};
         !error && entry != fs::directory_iterator{};
         entry.increment(error)) {
        names.push_back(entry->path().filename().native());
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::optional<std::string> field(std::string_view text, std::string_view name)
{
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        const auto colon = line.find(':');
        if (colon != std::string_view::npos && trimmed(line.substr(0, colon)) == name) {
            return std::string{trimmed(line.substr(colon + 1))};
        }
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return std::nullopt;
}

std::optional<Bytes> meminfo_size(std::string_view text, std::string_view name)
{
    const auto value = field(text, name).value_or("");
    const auto number = trimmed(std::string_view{value}.substr(0, value.find("kB")));
    const auto size = Bytes::parse(std::string{number} + "K");
    return size ? std::optional{*size} : std::nullopt;
}

} // namespace cb::host
