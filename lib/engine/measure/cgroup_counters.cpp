#include "engine/measure/cgroup_counters.hpp"

#include "base/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fcntl.h>
#include <unistd.h>

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

using Keyed = std::map<std::string, std::uint64_t, std::less<>>;

std::optional<std::uint64_t> find_value(const Keyed& keyed, std::string_view key)
{
    const auto at = keyed.find(key);
    return at != keyed.end() ? std::optional{at->second} : std::nullopt;
}

void add_time(std::map<std::string, double>& times,
              const char* name,
              const std::optional<std::uint64_t>& count,
              double unit_s)
{
    if (count) {
        times.emplace(name, static_cast<double>(*count) * unit_s);
    }
}

/// The number that follows `key` in "some avg10=0.00 avg60=0.00 avg300=0.00 total=123".
std::optional<std::uint64_t> find_number(std::string_view text, std::string_view key)
{
    const auto at = text.find(key);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    std::uint64_t number = 0;
    const auto digits = text.substr(at + key.size());
    const auto [stop, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc{} ? std::optional{number} : std::nullopt;
}

std::optional<std::uint64_t> read_pressure(const fs::path& file)
{
    return find_number(read_small_file(file).value_or(""), "total="); // the first line is "some"
}

/// Adds the node counts of a line "anon N0=4096 N1=0" to `placed`.
void add_nodes(std::map<std::string, std::uint64_t>& placed,
               std::string_view line,
               std::uint64_t unit)
{
    for (auto at = line.find(" N"); at != std::string_view::npos; at = line.find(" N", at + 1)) {
        const auto equals = line.find('=', at);
        if (equals == std::string_view::npos) {
            return;
        }
        const auto number = find_number(line.substr(equals), "=");
        placed[std::string{line.substr(at + 2, equals - at - 2)}] += number.value_or(0) * unit;
    }
}

/// The line of the text that starts with `start`; empty if there is none.
std::string_view find_line(std::string_view text, std::string_view start)
{
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        if (text.starts_with(start)) {
            return text.substr(0, end);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return {};
}

std::optional<std::uint64_t> read_now(const Fd& fd)
{
    std::array<char, 32> text{};
    const auto got = fd ? ::pread(fd.get(), text.data(), text.size(), 0) : 0;
    if (got <= 0) {
        return std::nullopt;
    }
    return find_number({text.data(), static_cast<std::size_t>(got)}, "");
}

} // namespace

CgroupCounters::Times CgroupCounters::read_times() const
{
    Times times;
    if (place_.is_unified()) {
        if (const auto directory = place_.directory("")) {
            const auto cpu = read_keyed(*directory / "cpu.stat");
            add_time(times, "cpu_s", find_value(cpu, "usage_usec"), 1e-6);
            add_time(times, "user_s", find_value(cpu, "user_usec"), 1e-6);
            add_time(times, "system_s", find_value(cpu, "system_usec"), 1e-6);
            add_time(times, "throttled_s", find_value(cpu, "throttled_usec"), 1e-6);
            add_time(times, "pressure_cpu_s", read_pressure(*directory / "cpu.pressure"), 1e-6);
            add_time(
                times, "pressure_memory_s", read_pressure(*directory / "memory.pressure"), 1e-6);
            add_time(times, "pressure_io_s", read_pressure(*directory / "io.pressure"), 1e-6);
        }
        return times;
    }
    // Its user and system times are counted in ticks, so they are not read.
    if (const auto directory = place_.directory("cpuacct")) {
        add_time(times, "cpu_s", read_number(*directory / "cpuacct.usage"), 1e-9);
    }
    if (const auto directory = place_.directory("cpu")) {
        const auto cpu = read_keyed(*directory / "cpu.stat");
        add_time(times, "throttled_s", find_value(cpu, "throttled_time"), 1e-9);
    }
    return times;
}

std::optional<CgroupCounters::Memory> CgroupCounters::read_memory() const
{
    const auto directory = place_.directory("memory");
    if (!directory) {
        return std::nullopt;
    }
    const auto stat = read_keyed(*directory / "memory.stat");
    const bool v2 = place_.is_unified();
    const auto anonymous = find_value(stat, v2 ? "anon" : "total_rss");
    const auto cache = find_value(stat, v2 ? "file" : "total_cache"); // includes shared memory
    const auto shared = find_value(stat, v2 ? "shmem" : "total_shmem");
    if (!anonymous || !cache || !shared) {
        return std::nullopt;
    }
    return Memory{*anonymous, *cache - std::min(*shared, *cache), *shared};
}

std::map<std::string, std::uint64_t> CgroupCounters::read_placement() const
{
    std::map<std::string, std::uint64_t> placed;
    const auto directory = place_.directory("memory");
    if (!directory) {
        return placed;
    }
    const auto text = read_small_file(*directory / "memory.numa_stat").value_or("");
    if (place_.is_unified()) {
        add_nodes(placed, find_line(text, "anon "), 1);
        add_nodes(placed, find_line(text, "file "), 1);
    } else {
        const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
        add_nodes(placed, find_line(text, "hierarchical_total="), page);
    }
    return placed;
}

std::uint64_t CgroupCounters::read_oom_kills() const
{
    const auto directory = place_.directory("memory");
    const auto* const file = place_.is_unified() ? "memory.events" : "memory.oom_control";
    return directory ? find_value(read_keyed(*directory / file), "oom_kill").value_or(0) : 0;
}

void CgroupCounters::start()
{
    if (const auto directory = place_.directory("memory")) {
        const auto file =
            *directory / (place_.is_unified() ? "memory.peak" : "memory.max_usage_in_bytes");
        peak_ = Fd{::open(file.c_str(), O_RDWR | O_CLOEXEC)};
        peak_is_ours_ = peak_ && ::write(peak_.get(), "0", 1) == 1;
        if (!peak_) {
            peak_ = Fd{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
        }
        peak_at_start_ = read_now(peak_).value_or(0);
    }
    oom_kills_at_start_ = read_oom_kills();
    at_start_ = read_times();
}

void CgroupCounters::sample()
{
    const auto memory = read_memory();
    if (memory && (!max_memory_ || memory->total() > max_memory_->total())) {
        max_memory_ = memory;
        placed_ = read_placement();
    }
    if (const auto directory = place_.directory("memory")) {
        const auto swap = place_.is_unified()
                              ? read_number(*directory / "memory.swap.current")
                              : find_value(read_keyed(*directory / "memory.stat"), "total_swap");
        if (swap) {
            max_swap_ = std::max(max_swap_.value_or(0), *swap);
        }
    }
}

std::optional<double> CgroupCounters::cpu_s() const
{
    const auto now = read_times();
    const auto start = at_start_.find("cpu_s");
    const auto end = now.find("cpu_s");
    return start != at_start_.end() && end != now.end() ? std::optional{end->second - start->second}
                                                        : std::nullopt;
}

void CgroupCounters::set_times(CgroupFigures& figures) const
{
    const auto now = read_times();
    const auto set = [&](const char* name, std::optional<double>& figure) {
        const auto start = at_start_.find(name);
        const auto end = now.find(name);
        if (start != at_start_.end() && end != now.end()) {
            figure = end->second - start->second;
        } else {
            figures.unavailable[name] = place_.is_unified()
                                            ? "this kernel does not count it"
                                            : "cgroups of version 1 do not count it";
        }
    };
    set("cpu_s", figures.cpu_s);
    set("user_s", figures.user_s);
    set("system_s", figures.system_s);
    set("throttled_s", figures.throttled_s);
    set("pressure_cpu_s", figures.pressure_cpu_s);
    set("pressure_memory_s", figures.pressure_memory_s);
    set("pressure_io_s", figures.pressure_io_s);
}

void CgroupCounters::set_peak(CgroupFigures& figures) const
{
    const auto peak = read_now(peak_);
    if (!peak) {
        figures.unavailable["peak_memory_bytes"] = "this kernel does not count it";
    } else if (!peak_is_ours_ && *peak <= peak_at_start_) {
        figures.unavailable["peak_memory_bytes"] =
            fmt::format("less than the {} bytes that setting up the sandbox took, and this kernel "
                        "cannot reset the peak",
                        peak_at_start_);
    } else {
        figures.peak_memory_bytes = peak;
    }
}

void CgroupCounters::set_samples(CgroupFigures& figures) const
{
    constexpr auto unseen = "the run ended before the first sample";
    if (max_memory_) {
        figures.anonymous_bytes = max_memory_->anonymous;
        figures.file_bytes = max_memory_->file;
        figures.shared_bytes = max_memory_->shared;
        figures.placed_bytes = placed_;
    } else {
        for (const char* const name : {"anonymous_bytes", "file_bytes", "shared_bytes"}) {
            figures.unavailable[name] = unseen;
        }
    }
    figures.swap_bytes = max_swap_;
    if (!max_swap_) {
        figures.unavailable["swap_bytes"] = max_memory_ ? "this kernel does not count it" : unseen;
    }
}

CgroupFigures CgroupCounters::stop()
{
    CgroupFigures figures;
    set_times(figures);
    set_peak(figures);
    set_samples(figures);
    figures.oom_kills = read_oom_kills() - oom_kills_at_start_;
    return figures;
}

} // namespace cb::engine
