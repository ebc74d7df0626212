#include "engine/container/contained.hpp"

#include "base/fd.hpp"
#include "base/file.hpp"
#include "base/quantity.hpp"

#include <fmt/format.h>

#include <sys/syscall.h>

#include <charconv>
#include <csignal>
#include <filesystem>
#include <map>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

/// The parent's PID, the field after the name and the state in /proc/PID/stat (proc(5)). The name
/// may contain any character.
pid_t parse_parent(std::string_view stat)
{
    const auto name_end = stat.rfind(')');
    pid_t parent = -1;
    if (name_end != std::string_view::npos && stat.size() > name_end + 4) {
        std::from_chars(stat.data() + name_end + 4, stat.data() + stat.size(), parent);
    }
    return parent;
}

std::multimap<pid_t, pid_t> map_children()
{
    std::multimap<pid_t, pid_t> children;
    std::error_code gone;
    for (fs::directory_iterator at{"/proc", gone}, end; at != end; at.increment(gone)) {
        const auto pid = parse_count(at->path().filename().native(), 1, 1U << 22U);
        const auto stat = pid ? read_small_file(at->path() / "stat") : std::nullopt;
        if (stat) {
            children.emplace(parse_parent(*stat), static_cast<pid_t>(*pid));
        }
    }
    return children;
}

fs::path read_pid_namespace(pid_t pid)
{
    std::error_code gone;
    return fs::read_symlink(fmt::format("/proc/{}/ns/pid", pid), gone);
}

} // namespace

std::vector<pid_t> find_descendants(pid_t ancestor)
{
    const auto children = map_children();
    std::vector<pid_t> found{ancestor};
    for (std::size_t i = 0; i < found.size() && found.size() <= children.size(); ++i) {
        const auto [first, last] = children.equal_range(found[i]);
        for (auto at = first; at != last; ++at) {
            found.push_back(at->second);
        }
    }
    found.erase(found.begin());
    return found;
}

std::size_t kill_contained(pid_t ancestor)
{
    if (ancestor <= 0) {
        return 0;
    }
    const auto own = read_pid_namespace(ancestor);
    std::size_t killed = 0;
    for (const auto pid : find_descendants(ancestor)) {
        // A PID may be reused; a pidfd always refers to the same process.
        const Fd process{static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))};
        const auto other = read_pid_namespace(pid);
        if (process && !own.empty() && !other.empty() && other != own &&
            ::syscall(SYS_pidfd_send_signal, process.get(), SIGKILL, nullptr, 0) == 0) {
            ++killed;
        }
    }
    return killed;
}

} // namespace cb::engine
