#include "engine/measure/cgroup_files.hpp"

#include "base/fd.hpp"
#include "base/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fcntl.h>
#include <unistd.h>

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

std::optional<std::uint64_t> parse_number(std::string_view text)
{
    std::uint64_t number = 0;
    text = trimmed(text);
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} ? std::optional{number} : std::nullopt;
}

/// Calls `visit` with each line of the text.
template <typename Visit> void for_each_line(std::string_view text, const Visit& visit)
{
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        visit(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

/// Calls `visit` with each item of a comma-separated list.
template <typename Visit> void for_each_item(std::string_view list, const Visit& visit)
{
    while (!list.empty()) {
        const auto end = std::min(list.find(','), list.size());
        visit(std::string{list.substr(0, end)});
        list.remove_prefix(std::min(end + 1, list.size()));
    }
}

fs::path mount_below(const fs::path& root)
{
    return root / fs::path{cgroup_mount}.relative_path();
}

} // namespace

bool cgroups_are_unified(const fs::path& root)
{
    return fs::exists(mount_below(root) / "cgroup.controllers");
}

void write_control(const fs::path& file, std::string_view text)
{
    const Fd fd{::open(file.c_str(), O_WRONLY | O_CLOEXEC)};
    if (!fd || ::write(fd.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        throw_errno("writing " + file.native());
    }
}

std::optional<std::uint64_t> read_number(const fs::path& file)
{
    const auto text = read_small_file(file);
    return text ? parse_number(*text) : std::nullopt;
}

std::map<std::string, std::uint64_t, std::less<>> read_keyed(const fs::path& file)
{
    std::map<std::string, std::uint64_t, std::less<>> found;
    for_each_line(read_small_file(file).value_or(""), [&](std::string_view line) {
        const auto blank = line.find(' ');
        if (blank != std::string_view::npos) {
            if (const auto number = parse_number(line.substr(blank))) {
                found.emplace(line.substr(0, blank), *number);
            }
        }
    });
    return found;
}

Parsed<CgroupPlace> CgroupPlace::read_process(pid_t pid, const fs::path& root)
{
    return read_file(root, fmt::format("proc/{}/cgroup", pid));
}

Parsed<CgroupPlace> CgroupPlace::read_own(const fs::path& root)
{
    return read_file(root, "proc/self/cgroup");
}

Parsed<CgroupPlace> CgroupPlace::read_file(const fs::path& root, const fs::path& file)
{
    const auto text = read_small_file(root / file);
    if (!text) {
        return tl::unexpected{
            std::string{"cannot see the sandbox's process from this PID namespace"}};
    }
    CgroupPlace place;
    const auto mount = mount_below(root);
    place.is_unified_ = cgroups_are_unified(root);
    bool is_outside = false;
    for_each_line(*text, [&](std::string_view line) { // "4:cpuset:/job" or "0::/job", cgroups(7)
        const auto first = std::min(line.find(':'), line.size() - 1);
        const auto second = line.find(':', first + 1);
        if (second == std::string_view::npos) {
            return;
        }
        const auto controllers = line.substr(first + 1, second - first - 1);
        const auto path = fs::path{line.substr(second + 1)}.relative_path();
        is_outside = is_outside || std::find(path.begin(), path.end(), "..") != path.end();
        if (place.is_unified_ && controllers.empty()) {
            place.directories_.emplace("", mount / path);
        }
        for_each_item(controllers, [&](const std::string& controller) {
            place.directories_.emplace(controller, mount / controller / path);
        });
    });
    if (is_outside) {
        return tl::unexpected{std::string{"the sandbox's cgroup is outside of the part that cb "
                                          "sees"}};
    }
    return place;
}

std::optional<fs::path> CgroupPlace::directory(const std::string& controller) const
{
    const auto at = directories_.find(is_unified_ ? "" : controller);
    std::error_code unknown;
    return at != directories_.end() && fs::is_directory(at->second, unknown)
               ? std::optional{at->second}
               : std::nullopt;
}

} // namespace cb::engine
