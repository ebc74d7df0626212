#include "host/allowed.hpp"

#include <algorithm>
#include <iterator>

namespace cb::host {

namespace {

namespace fs = std::filesystem;

template <typename Set> std::optional<Set> status_list(const SysFiles& files, std::string_view name)
{
    const auto status = files.text("proc/self/status").value_or("");
    const auto parsed = Set::parse(field(status, name).value_or(""));
    return parsed ? std::optional{*parsed} : std::nullopt;
}

bool has_controller(std::string_view list, std::string_view name)
{
    while (!list.empty()) {
        const auto item = list.substr(0, list.find(','));
        if (item == name) {
            return true;
        }
        list.remove_prefix(std::min(item.size() + 1, list.size()));
    }
    return false;
}

/// Parses a line of /proc/self/cgroup (cgroups(7)), "4:cpuset:/job" or "0::/job", and reads its
/// cpuset.
std::optional<CpuSet> read_cpuset(const SysFiles& files, std::string_view line)
{
    const auto first = line.find(':');
    const auto second = line.find(':', std::min(first, line.size() - 1) + 1);
    if (second == std::string_view::npos) {
        return std::nullopt;
    }
    const auto controllers = line.substr(first + 1, second - first - 1);
    const auto path = fs::path{line.substr(second + 1)}.relative_path();
    if (has_controller(controllers, "cpuset")) {
        return find_nearest_cpus(files, "sys/fs/cgroup/cpuset", path, "cpuset.effective_cpus");
    }
    if (controllers.empty()) {
        return find_nearest_cpus(files, "sys/fs/cgroup", path, "cpuset.cpus.effective");
    }
    return std::nullopt;
}

std::optional<CpuSet> read_cgroup_cpuset(const SysFiles& files)
{
    const auto content = files.text("proc/self/cgroup").value_or("");
    for (std::string_view text = content; !text.empty();) {
        const auto line = text.substr(0, text.find('\n'));
        if (auto list = read_cpuset(files, line)) {
            return list;
        }
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return std::nullopt;
}

} // namespace

std::optional<CpuSet> find_nearest_cpus(const SysFiles& files,
                                        const std::filesystem::path& mount,
                                        std::filesystem::path path,
                                        const char* file)
{
    for (;; path = path.parent_path()) {
        if (auto list = files.list<CpuSet>(mount / path / file)) {
            return list;
        }
        if (path.empty()) {
            return std::nullopt;
        }
    }
}

std::optional<CpuSet> read_affinity(const SysFiles& files)
{
    return status_list<CpuSet>(files, "Cpus_allowed_list");
}

std::optional<NodeSet> allowed_nodes(const SysFiles& files)
{
    return status_list<NodeSet>(files, "Mems_allowed_list");
}

CpuSet allowed_cpus(const SysFiles& files, const CpuSet& online, const CpuSet& isolated)
{
    if (const auto cpuset = read_cgroup_cpuset(files)) {
        return common(*cpuset, online);
    }
    return common(united(read_affinity(files).value_or(online), isolated), online);
}

} // namespace cb::host
