#include "engine/measure/thread_watch.hpp"

#include "base/file.hpp"
#include "base/utf8.hpp"
#include "engine/container/contained.hpp"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

/// Field 39 of /proc/PID/task/TID/stat (proc(5)): the CPU that the thread ran on last. The second
/// field is the name in parentheses, which may contain any character.
std::optional<unsigned> last_cpu(std::string_view stat)
{
    auto at = stat.rfind(')');
    constexpr int fields_between = 37;
    for (int i = 0; i < fields_between && at != std::string_view::npos; ++i) {
        at = stat.find(' ', at + 1);
    }
    unsigned cpu = 0;
    if (at == std::string_view::npos ||
        std::from_chars(stat.data() + at + 1, stat.data() + stat.size(), cpu).ec != std::errc{}) {
        return std::nullopt;
    }
    return cpu;
}

} // namespace

void ThreadWatch::look()
{
    constexpr std::chrono::milliseconds between{100};
    const auto now = std::chrono::steady_clock::now();
    if (stray_ || now - last_look_ < between) {
        return;
    }
    last_look_ = now;
    for (const auto process : find_descendants(init_)) {
        look_at(process);
    }
}

void ThreadWatch::look_at(pid_t process)
{
    std::error_code gone;
    for (fs::directory_iterator at{fmt::format("/proc/{}/task", process), gone}, end; at != end;
         at.increment(gone)) {
        const auto stat = read_small_file(at->path() / "stat");
        const auto cpu = stat ? last_cpu(*stat) : std::nullopt;
        if (cpu && !cpus_.contains(*cpu)) {
            const auto name = read_small_file(at->path() / "comm").value_or("");
            stray_ = fmt::format("CPU {}, a thread of {}", *cpu, printable(trimmed(name), 16));
            return;
        }
    }
}

} // namespace cb::engine
