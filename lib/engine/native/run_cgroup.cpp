#include "engine/native/run_cgroup.hpp"

#include "base/file.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <map>
#include <string_view>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

/// Version 1: controllers that limit, and controllers that count. The latter are optional.
constexpr std::array controllers_v1{"cpuset", "memory", "cpuacct", "pids"};
constexpr std::array counting_v1{"cpu", "perf_event"};

constexpr std::string_view prefix = "cb-";

void make_directory(const fs::path& directory)
{
    if (::mkdir(directory.c_str(), 0755) != 0 && errno != EEXIST) {
        throw_errno("creating the cgroup " + directory.native());
    }
}

/// A new cpuset of version 1 is empty and unusable until both of its files are written.
void fill_cpuset_v1(const fs::path& directory, const CgroupLimits& limits)
{
    for (const char* const name : {"cpuset.cpus", "cpuset.mems"}) {
        const auto own = read_small_file(directory / name);
        if (own && trimmed(*own).empty()) {
            write_control(directory / name,
                          read_small_file(directory.parent_path() / name).value_or(""));
        }
    }
    write_control(directory / "cpuset.cpus", limits.cpus.to_string());
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
    write_control(directory / "cpuset.cpus", limits.cpus.to_string());
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

/// Removes a cgroup and the cgroups that an engine left below it. The kernel may need a moment to
/// release the last process.
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

/// Kills the processes of the cgroup and of its descendants.
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

/// Finds the directories of run cgroups below `directory`.
void find_below(const fs::path& directory, std::vector<RunCgroupDirectory>& found)
{
    std::error_code ignored;
    for (fs::directory_iterator at{directory, ignored}, end; at != end; at.increment(ignored)) {
        std::error_code unknown;
        if (at->is_symlink(unknown) || !at->is_directory(unknown)) {
            continue;
        }
        const auto name = at->path().filename().native();
        if (name.starts_with("cb-run-")) {
            found.push_back({name.substr(prefix.size()), at->path()});
        } else {
            find_below(at->path(), found);
        }
    }
}

/// Enables controllers for the children of the directory. Returns false if the directory contains
/// processes.
bool pass_controllers_on(const fs::path& directory)
{
    try {
        write_control(directory / "cgroup.subtree_control", "+cpu +cpuset +io +memory +pids");
        return true;
    } catch (const Error&) {
        return false;
    }
}

std::optional<NodeSet> read_nodes(const fs::path& file)
{
    const auto nodes = NodeSet::parse(trimmed(read_small_file(file).value_or("")));
    return nodes ? std::optional{*nodes} : std::nullopt;
}

/// The caller's cgroup. If that is outside the visible hierarchy (in a container), the top of the
/// hierarchy.
fs::path choose_parent(const CgroupPlace& caller, const char* controller)
{
    const auto top = fs::path{cgroup_mount} / (caller.is_unified() ? "" : controller);
    return caller.directory(controller).value_or(top);
}

} // namespace

Parsed<RunCgroup> RunCgroup::create(const std::string& name, const CgroupLimits& limits)
{
    const auto caller = CgroupPlace::read_own();
    if (!caller) {
        return tl::unexpected{caller.error()};
    }
    RunCgroup cgroup;
    const auto directory = fmt::format("{}{}", prefix, name);
    try {
        if (caller->is_unified()) {
            cgroup.make_v2(*caller, directory, limits);
        } else {
            cgroup.make_v1(*caller, directory, limits);
        }
    } catch (const Error& error) {
        return tl::unexpected{std::string{error.what()}};
    }
    return cgroup;
}

void RunCgroup::make_v1(const CgroupPlace& caller,
                        const std::string& name,
                        const CgroupLimits& limits)
{
    std::map<std::string_view, fs::path> made;
    for (const char* const controller : controllers_v1) {
        const auto directory = choose_parent(caller, controller) / name;
        made[controller] = directory;
        make_directory(directory);
        directories_.push_back(directory);
    }
    for (const char* const controller : counting_v1) {
        const auto directory = choose_parent(caller, controller) / name;
        if (::mkdir(directory.c_str(), 0755) == 0) {
            directories_.push_back(directory);
        }
    }
    fill_cpuset_v1(made["cpuset"], limits);
    limit_v1(made["memory"], made["pids"], limits);
}

void RunCgroup::make_v2(const CgroupPlace& caller, const std::string& name, CgroupLimits limits)
{
    auto parent = choose_parent(caller, "");
    if (!limits.mems) {
        limits.mems = read_nodes(parent / "cpuset.mems.effective");
    }
    while (!pass_controllers_on(parent) && parent != fs::path{cgroup_mount}) {
        parent = parent.parent_path();
    }
    make_directory(parent / name);
    directories_.push_back(parent / name);
    limit_v2(parent / name, limits);
}

RunCgroup::~RunCgroup()
{
    for (const auto& directory : directories_) {
        remove_cgroup(directory);
    }
}

void RunCgroup::add(pid_t pid) const
{
    for (const auto& directory : directories_) {
        write_control(directory / "cgroup.procs", fmt::to_string(pid));
    }
}

std::vector<RunCgroupDirectory> find_run_cgroups()
{
    std::vector<RunCgroupDirectory> found;
    if (cgroups_are_unified()) {
        find_below(cgroup_mount, found);
        return found;
    }
    for (const char* const controller : controllers_v1) {
        find_below(fs::path{cgroup_mount} / controller, found);
    }
    for (const char* const controller : counting_v1) {
        find_below(fs::path{cgroup_mount} / controller, found);
    }
    return found;
}

void remove_run_cgroup(const RunCgroupDirectory& cgroup)
{
    kill_cgroup(cgroup.directory);
    remove_cgroup(cgroup.directory);
}

} // namespace cb::engine
