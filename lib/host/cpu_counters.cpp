#include "host/cpu_counters.hpp"

#include "host/columns.hpp"
#include "host/interrupts.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <limits>

namespace cb::host {

namespace {

using Cpus = std::map<unsigned, CpuCounters>;

constexpr auto max_count = std::numeric_limits<std::uint64_t>::max();

std::filesystem::path make_path(unsigned id)
{
    return fmt::format("sys/devices/system/cpu/cpu{}", id);
}

/// The counters of the CPU that a line "cpu3 …" describes. Removes the name from the line. Null for
/// other lines and for CPUs that are not watched.
CpuCounters* find_counters(Cpus& cpus, std::string_view& line)
{
    const auto name = take_word(line);
    if (!name.starts_with("cpu")) {
        return nullptr;
    }
    const auto id = parse_count(name.substr(3), 0, CpuSet::limit);
    const auto at = id ? cpus.find(static_cast<unsigned>(*id)) : cpus.end();
    return at == cpus.end() ? nullptr : &at->second;
}

/// nullopt for more than 50 years, so that a sum of such times fits into a Duration.
std::optional<Duration> parse_time(std::string_view ticks, unsigned ticks_per_s)
{
    constexpr std::uint64_t max_s = 50ULL * 366 * 86400;
    constexpr std::uint64_t second_ns = 1'000'000'000;
    if (ticks_per_s == 0 || ticks_per_s > second_ns) {
        return std::nullopt;
    }
    const auto count = parse_count(ticks, 0, max_s * ticks_per_s);
    return count ? std::optional{Duration{
                       static_cast<Duration::rep>(*count * (second_ns / ticks_per_s))}}
                 : std::nullopt;
}

/// Parses a line of proc/stat without its name.
std::optional<CpuTimes> parse_times(std::string_view line, unsigned ticks_per_s)
{
    std::array<Duration, 8> times{};
    for (auto& time : times) {
        const auto read = parse_time(take_word(line), ticks_per_s);
        if (!read) {
            return std::nullopt;
        }
        time = *read;
    }
    const auto& [user, nice, system, idle, iowait, irq, softirq, steal] = times;
    return CpuTimes{user, nice, system, idle, iowait, irq, softirq, steal};
}

void add_times(Cpus& cpus, std::string_view stat, unsigned ticks_per_s)
{
    while (!stat.empty()) {
        auto line = take_line(stat);
        if (auto* const cpu = find_counters(cpus, line)) {
            cpu->times = parse_times(line, ticks_per_s);
        }
    }
}

/// Before version 15, the unit of the times was different.
bool is_known_schedstat(std::string_view first_line)
{
    constexpr std::uint64_t oldest = 15;
    return take_word(first_line) == "version" &&
           parse_count(take_word(first_line), oldest, max_count);
}

void add_tasks_ran(Cpus& cpus, std::string_view schedstat)
{
    constexpr int column = 7; // 1-based, after the name
    if (!is_known_schedstat(take_line(schedstat))) {
        return;
    }
    while (!schedstat.empty()) {
        auto line = take_line(schedstat);
        if (auto* const cpu = find_counters(cpus, line)) {
            std::string_view word;
            for (int i = 0; i < column; ++i) {
                word = take_word(line);
            }
            const auto time_ns = parse_count(word, 0, max_count);
            cpu->tasks_ran_ns = time_ns ? std::optional{*time_ns} : std::nullopt;
        }
    }
}

void add_interrupts(Cpus& cpus, const SysFiles& files)
{
    const auto interrupts = count_interrupts(read_large_text(files, "proc/interrupts"));
    const auto softirqs = count_softirqs(read_large_text(files, "proc/softirqs"));
    for (auto& [id, cpu] : cpus) {
        if (const auto at = interrupts.find(id); at != interrupts.end()) {
            cpu.device_interrupts = at->second.devices;
            cpu.processor_interrupts = at->second.processors;
        }
        if (const auto at = softirqs.find(id); at != softirqs.end()) {
            cpu.softirqs = at->second;
        }
    }
}

void add_throttles(CpuCounters& cpu, const SysFiles& files, const std::filesystem::path& directory)
{
    cpu.core_throttles = files.number(directory / "core_throttle_count");
    cpu.package_throttles = files.number(directory / "package_throttle_count");
    cpu.core_throttled_ms = files.number(directory / "core_throttle_total_time_ms");
    cpu.package_throttled_ms = files.number(directory / "package_throttle_total_time_ms");
}

} // namespace

Cpus read_cpu_counters(const SysFiles& files,
                       std::string_view stat,
                       const CpuSet& watched,
                       unsigned ticks_per_s)
{
    Cpus cpus;
    for (const unsigned id : watched.ids()) {
        auto& cpu = cpus[id];
        add_throttles(cpu, files, make_path(id) / "thermal_throttle");
        cpu.governor = files.text(make_path(id) / "cpufreq/scaling_governor");
    }
    add_times(cpus, stat, ticks_per_s);
    add_tasks_ran(cpus, read_large_text(files, "proc/schedstat"));
    add_interrupts(cpus, files);
    return cpus;
}

FrequencySample read_frequencies(const SysFiles& files, const CpuSet& cpus)
{
    FrequencySample sample;
    for (const unsigned id : cpus.ids()) {
        if (const auto khz = files.number(make_path(id) / "cpufreq/scaling_cur_freq")) {
            sample.emplace(id, *khz);
        }
    }
    return sample;
}

} // namespace cb::host
