#include "engine/cgroup.hpp"

#include "base/file.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <fcntl.h>
#include <string_view>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

const fs::path mount_point = "/sys/fs/cgroup";
constexpr std::array controllers_v1{"cpuset", "memory", "cpuacct", "pids"};

/// Writes a control file; throws a message in place of an Error, because create() returns it.
void write_control(const fs::path& file, std::string_view text)
{
    const Fd fd{::open(file.c_str(), O_WRONLY | O_CLOEXEC)};
    if (!fd || ::write(fd.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        throw_errno("writing " + file.native());
    }
}

void make_directory(const fs::path& directory)
{
    if (::mkdir(directory.c_str(), 0755) != 0 && errno != EEXIST) {
        throw_errno("making the cgroup " + directory.native());
    }
}

std::optional<std::uint64_t> number_in(std::string_view text)
{
    std::uint64_t number = 0;
    text = trimmed(text);
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} ? std::optional{number} : std::nullopt;
}

std::optional<std::uint64_t> read_number(const fs::path& file)
{
    const auto text = read_small_file(file);
    return text ? number_in(*text) : std::nullopt;
}

/// The number behind `key` in a file of "key number" lines.
std::optional<std::uint64_t> read_keyed(const fs::path& file, std::string_view key)
{
    const auto text = read_small_file(file);
    std::string_view rest = text ? std::string_view{*text} : std::string_view{};
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size());
        const auto line = rest.substr(0, end);
        if (line.starts_with(key) && line.substr(key.size()).starts_with(' ')) {
            return number_in(line.substr(key.size()));
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return std::nullopt;
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

} // namespace

Parsed<RunCgroup> RunCgroup::create(const std::string& name, const CgroupLimits& limits)
{
    RunCgroup cgroup{"/cb-" + name};
    try {
        cgroup.make(limits);
    } catch (const Error& error) {
        return tl::unexpected{std::string{error.what()}};
    }
    return cgroup;
}

fs::path RunCgroup::directory(const char* controller) const
{
    auto base = mount_point;
    if (!is_unified_) {
        base /= controller;
    }
    base += path_;
    return base;
}

void RunCgroup::make(const CgroupLimits& limits)
{
    is_unified_ = fs::exists(mount_point / "cgroup.controllers");
    if (is_unified_) {
        write_control(mount_point / "cgroup.subtree_control", "+cpu +cpuset +memory +pids");
        make_directory(directory(""));
        limit_v2(directory(""), limits);
        return;
    }
    for (const char* const controller : controllers_v1) {
        make_directory(directory(controller));
    }
    fill_cpuset_v1(directory("cpuset"), limits);
    limit_v1(directory("memory"), directory("pids"), limits);
}

RunCgroup::RunCgroup(RunCgroup&& other) noexcept
    : path_{std::exchange(other.path_, {})}, is_unified_{other.is_unified_},
      cpu_at_start_{other.cpu_at_start_}, peak_{std::move(other.peak_)}
{}

RunCgroup::~RunCgroup()
{
    if (path_.empty()) {
        return;
    }
    if (is_unified_) {
        remove_cgroup(directory(""));
        return;
    }
    // An engine makes its container's cgroup in every hierarchy there is, and leaves the parents.
    std::error_code ignored;
    for (fs::directory_iterator at{mount_point, ignored}, end; at != end; at.increment(ignored)) {
        auto hierarchy = at->path();
        remove_cgroup(hierarchy += path_);
    }
}

void RunCgroup::add(pid_t pid) const
{
    const auto text = fmt::to_string(pid);
    if (is_unified_) {
        write_control(directory("") / "cgroup.procs", text);
        return;
    }
    for (const char* const controller : controllers_v1) {
        write_control(directory(controller) / "cgroup.procs", text);
    }
}

std::optional<RunCgroup::Cpu> RunCgroup::read_cpu() const
{
    const auto stat = directory("") / "cpu.stat";
    const auto user = is_unified_ ? read_keyed(stat, "user_usec")
                                  : read_number(directory("cpuacct") / "cpuacct.usage_user");
    const auto system = is_unified_ ? read_keyed(stat, "system_usec")
                                    : read_number(directory("cpuacct") / "cpuacct.usage_sys");
    if (!user || !system) {
        return std::nullopt;
    }
    const double unit_s = is_unified_ ? 1e-6 : 1e-9;
    return Cpu{static_cast<double>(*user) * unit_s, static_cast<double>(*system) * unit_s};
}

void RunCgroup::mark_start()
{
    cpu_at_start_ = read_cpu();
    const auto file = is_unified_ ? directory("") / "memory.peak"
                                  : directory("memory") / "memory.max_usage_in_bytes";
    peak_ = Fd{::open(file.c_str(), O_RDWR | O_CLOEXEC)};
    if (peak_) { // older kernels refuse on version 2; then the peak includes the set-up
        [[maybe_unused]] const auto ignored = ::write(peak_.get(), "0", 1);
    }
}

CgroupFigures RunCgroup::figures() const
{
    CgroupFigures figures;
    if (const auto cpu = read_cpu(); cpu && cpu_at_start_) {
        figures.user_s = cpu->user_s - cpu_at_start_->user_s;
        figures.system_s = cpu->system_s - cpu_at_start_->system_s;
    }
    std::array<char, 32> text{};
    if (const auto got = peak_ ? ::pread(peak_.get(), text.data(), text.size(), 0) : 0; got > 0) {
        figures.peak_memory_bytes = number_in({text.data(), static_cast<std::size_t>(got)});
    }
    const auto kills = is_unified_
                           ? read_keyed(directory("") / "memory.events", "oom_kill")
                           : read_keyed(directory("memory") / "memory.oom_control", "oom_kill");
    figures.oom_kills = kills.value_or(0);
    return figures;
}

} // namespace cb::engine
