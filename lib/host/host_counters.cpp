#include "host/host_counters.hpp"

#include "base/file.hpp"
#include "host/columns.hpp"
#include "host/interrupts.hpp"

#include <charconv>
#include <cmath>
#include <limits>

namespace cb::host {

namespace {

constexpr auto max_value = std::numeric_limits<std::uint64_t>::max();

std::optional<std::uint64_t> parse_number(std::string_view text)
{
    const auto count = parse_count(text, 0, max_value);
    return count ? std::optional{*count} : std::nullopt;
}

/// The number after `name` in a file of "name number" lines.
std::optional<std::uint64_t> find_count(std::string_view text, std::string_view name)
{
    while (!text.empty()) {
        auto line = take_line(text);
        if (take_word(line) == name) {
            return parse_number(take_word(line));
        }
    }
    return std::nullopt;
}

/// The total of a line "some avg10=0.12 avg60=0.50 avg300=0.10 total=205970343".
std::optional<std::uint64_t> find_total_us(std::string_view text, std::string_view name)
{
    constexpr std::string_view prefix = "total=";
    while (!text.empty()) {
        auto line = take_line(text);
        if (take_word(line) != name) {
            continue;
        }
        for (auto word = take_word(line); !word.empty(); word = take_word(line)) {
            if (word.starts_with(prefix)) {
                return parse_number(word.substr(prefix.size()));
            }
        }
    }
    return std::nullopt;
}

std::optional<Pressure> read_pressure(const SysFiles& files, const char* path)
{
    const auto text = files.text(path).value_or("");
    const auto some_us = find_total_us(text, "some");
    return some_us ? std::optional{Pressure{*some_us, find_total_us(text, "full")}} : std::nullopt;
}

std::optional<double> read_load(const SysFiles& files)
{
    const auto text = files.text("proc/loadavg").value_or("");
    std::string_view line = text;
    const auto word = take_word(line);
    double load = 0;
    const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), load);
    const bool is_load = error == std::errc{} && std::isfinite(load) && load >= 0;
    return is_load ? std::optional{load} : std::nullopt;
}

std::optional<Setting> to_setting(const std::optional<unsigned>& number)
{
    return number ? std::optional{*number == 0 ? Setting::off : Setting::on} : std::nullopt;
}

/// Intel's driver reports whether boost is disabled, other drivers whether it is enabled.
std::optional<Setting> read_boost(const SysFiles& files)
{
    if (const auto no_turbo = files.number("sys/devices/system/cpu/intel_pstate/no_turbo")) {
        return *no_turbo == 0 ? Setting::on : Setting::off;
    }
    return to_setting(files.number("sys/devices/system/cpu/cpufreq/boost"));
}

/// Does not use SysFiles::list(), because an empty file is a valid answer here: no CPU is isolated.
std::optional<CpuSet> read_isolated(const SysFiles& files)
{
    const auto content = read_small_file(files.root() / "sys/devices/system/cpu/isolated");
    if (!content) {
        return std::nullopt;
    }
    if (trimmed(*content).empty()) {
        return CpuSet{};
    }
    const auto parsed = CpuSet::parse(trimmed(*content));
    return parsed ? std::optional{*parsed} : std::nullopt;
}

} // namespace

HostCounters read_counters(const SysFiles& files, const CpuSet& watched, unsigned ticks_per_s)
{
    const auto stat = read_large_text(files, "proc/stat");
    const auto vmstat = files.text("proc/vmstat").value_or("");
    return {.cpus = read_cpu_counters(files, stat, watched, ticks_per_s),
            .cpu_pressure = read_pressure(files, "proc/pressure/cpu"),
            .memory_pressure = read_pressure(files, "proc/pressure/memory"),
            .io_pressure = read_pressure(files, "proc/pressure/io"),
            .swapped_in_pages = find_count(vmstat, "pswpin"),
            .swapped_out_pages = find_count(vmstat, "pswpout"),
            .tasks_running = find_count(stat, "procs_running"),
            .load_1min = read_load(files),
            .boost = read_boost(files),
            .smt = to_setting(files.number("sys/devices/system/cpu/smt/active")),
            .numa_balancing = to_setting(files.number("proc/sys/kernel/numa_balancing")),
            .isolated = read_isolated(files)};
}

} // namespace cb::host
