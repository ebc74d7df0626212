#include "engine/run_cgroup.hpp"

#include "base/file.hpp"
#include "engine/cgroup_files.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <set>
#include <string_view>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

/// Version 1: those that limit and those that count. The last need not be there.
constexpr std::array controllers_v1{"cpuset", "memory", "cpuacct", "pids"};
constexpr std::array counting_v1{"cpu", "perf_event"};

constexpr std::string_view prefix = "cb-";

fs::path directory_v1(const char* controller, const std::string& path)
{
    return (fs::path{cgroup_mount} / controller).concat(path);
}

fs::path directory_v2(const std::string& path)
{
    return fs::path{cgroup_mount}.concat(path);
}

void make_directory(const fs::path& directory)
{
    if (::mkdir(directory.c_str(), 0755) != 0 && errno != EEXIST) {
        throw_errno("making the cgroup " + directory.native());
    }
}

/// A cpuset of version 1 is useless until both of its files are filled; a new one is empty.
void fill_cpuset_v1(const fs::path& directory, const CgroupLimits& limits)
{
    for (const char* const name : {"cpuset.cpus", "cpuset.mems"}) {
        const auto own = read_small_file(directory / name);
        if (own && trimmed(*own).empty()) {
            write_control(directory / name,
                          read_small_file(directory.parent_path() / name).value_or(""));
        }
    }
    if (limits.cpus) {
        write_control(directory / "cpuset.cpus", limits.cpus->to_string());
    }
    if (limits.mems) {
        write_control(directory / "cpuset.mems", limits.mems->to_string());
    }
}

void limit_v1(const fs::path& memory, const fs::path& pids, const CgroupLimits& limits)
{
    if (limits.memory) {
        const auto text = fmt::to_string(limits.memory->count());
        write_control(memory / "memory.limit_in_bytes", text);
        if (fs::exists(memory / "memory.memsw.limit_in_bytes")) {
            write_control(memory / "memory.memsw.limit_in_bytes", text);
        }
    }
    if (limits.processes != 0) {
        write_control(pids / "pids.max", fmt::to_string(limits.processes));
    }
}

void limit_v2(const fs::path& directory, const CgroupLimits& limits)
{
    if (limits.cpus) {
        write_control(directory / "cpuset.cpus", limits.cpus->to_string());
    }
    if (limits.mems) {
        write_control(directory / "cpuset.mems", limits.mems->to_string());
    }
    if (limits.memory) {
        write_control(directory / "memory.max", fmt::to_string(limits.memory->count()));
        if (fs::exists(directory / "memory.swap.max")) {
            write_control(directory / "memory.swap.max", "0");
        }
    }
    if (limits.processes != 0) {
        write_control(directory / "pids.max", fmt::to_string(limits.processes));
    }
}

/// Removes a cgroup and those that an engine left below it. The kernel may need a moment to let
/// the last process go.
void remove_cgroup(const fs::path& directory)
{
    std::error_code ignored;
    for (fs::directory_iterator at{directory, ignored}, end; at != end; at.increment(ignored)) {
        if (at->is_directory(ignored)) {
            remove_cgroup(at->path());
        }
    }
    for (int tries = 0; tries < 100 && ::rmdir(directory.c_str()) != 0 && errno == EBUSY; ++tries) {
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
}

/// Kills the processes of the cgroup and of those below it.
void kill_cgroup(const fs::path& directory)
{
    std::error_code ignored;
    for (fs::directory_iterator at{directory, ignored}, end; at != end; at.increment(ignored)) {
        if (at->is_directory(ignored)) {
            kill_cgroup(at->path());
        }
    }
    const auto pids = read_small_file(directory / "cgroup.procs").value_or("");
    for (const char* at = pids.c_str(); *at != 0;) {
        char* end = nullptr;
        const auto pid = static_cast<pid_t>(std::strtol(at, &end, 10));
        if (end == at || pid <= 0) {
            break;
        }
        ::kill(pid, SIGKILL);
        at = end + (*end == '\n' ? 1 : 0);
    }
}

/// Calls `visit` with each hierarchy's directory: one of them with version 2.
template <typename Visit> void for_each_hierarchy(const Visit& visit)
{
    if (cgroups_are_unified()) {
        visit(fs::path{cgroup_mount});
        return;
    }
    std::error_code ignored;
    for (fs::directory_iterator at{cgroup_mount, ignored}, end; at != end; at.increment(ignored)) {
        if (at->is_directory(ignored)) {
            visit(at->path());
        }
    }
}

} // namespace

Parsed<RunCgroup> RunCgroup::create(const std::string& name, const CgroupLimits& limits)
{
    RunCgroup cgroup{fmt::format("/{}{}", prefix, name)};
    try {
        cgroup.make(limits);
    } catch (const Error& error) {
        return tl::unexpected{std::string{error.what()}};
    }
    return cgroup;
}

void RunCgroup::make(const CgroupLimits& limits) const
{
    if (cgroups_are_unified()) {
        write_control(fs::path{cgroup_mount} / "cgroup.subtree_control",
                      "+cpu +cpuset +io +memory +pids");
        make_directory(directory_v2(path_));
        limit_v2(directory_v2(path_), limits);
        return;
    }
    for (const char* const controller : controllers_v1) {
        make_directory(directory_v1(controller, path_));
    }
    for (const char* const controller : counting_v1) {
        ::mkdir(directory_v1(controller, path_).c_str(), 0755);
    }
    fill_cpuset_v1(directory_v1("cpuset", path_), limits);
    limit_v1(directory_v1("memory", path_), directory_v1("pids", path_), limits);
}

RunCgroup::~RunCgroup()
{
    if (!path_.empty()) {
        remove_run_cgroup(path_.substr(1 + prefix.size()));
    }
}

void RunCgroup::add(pid_t pid) const
{
    const auto text = fmt::to_string(pid);
    if (cgroups_are_unified()) {
        write_control(directory_v2(path_) / "cgroup.procs", text);
        return;
    }
    for (const char* const controller : controllers_v1) {
        write_control(directory_v1(controller, path_) / "cgroup.procs", text);
    }
    for (const char* const controller : counting_v1) {
        const auto file = directory_v1(controller, path_) / "cgroup.procs";
        if (fs::exists(file)) {
            write_control(file, text);
        }
    }
}

void kill_run_cgroup(const std::string& name)
{
    for_each_hierarchy([&](const fs::path& hierarchy) {
        kill_cgroup(hierarchy / fmt::format("{}{}", prefix, name));
    });
}

void remove_run_cgroup(const std::string& name)
{
    for_each_hierarchy([&](const fs::path& hierarchy) {
        std::error_code ignored;
        const auto directory = hierarchy / fmt::format("{}{}", prefix, name);
        if (fs::is_directory(directory, ignored)) {
            remove_cgroup(directory);
        }
    });
}

std::vector<std::string> run_cgroups()
{
    std::set<std::string> names;
    for_each_hierarchy([&](const fs::path& hierarchy) {
        std::error_code ignored;
        for (fs::directory_iterator at{hierarchy, ignored}, end; at != end; at.increment(ignored)) {
            const auto name = at->path().filename().native();
            if (name.starts_with("cb-run-")) {
                names.insert(name.substr(prefix.size()));
            }
        }
    });
    return {names.begin(), names.end()};
}

} // namespace cb::engine
