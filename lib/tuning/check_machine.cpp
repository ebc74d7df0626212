#include "tuning/checks.hpp"
#include "tuning/processes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>

namespace cb::tuning {

namespace {

Check check_virtual(const host::SysFiles& files)
{
    switch (hardware_of(files)) {
    case Hardware::unknown:
        return {"virtual_machine", Status::unknown, "/proc/cpuinfo has no flags"};
    case Hardware::real:
        return {"virtual_machine", Status::ok, "no"};
    case Hardware::virtualized:
        break;
    }
    return {
        "virtual_machine",
        Status::warning,
        "yes",
        "Other virtual machines share caches, memory and cores, and this machine cannot see when.",
        "benchmark on a physical machine of your own"};
}

/// Parses the numbers of a line of /proc/stat.
std::vector<std::uint64_t> ticks(std::string_view text)
{
    std::vector<std::uint64_t> numbers;
    while (!text.empty()) {
        const auto word = text.substr(0, text.find(' '));
        const auto number = parse_count(word, 0, std::numeric_limits<std::uint64_t>::max() / 16);
        numbers.push_back(number.value_or(0));
        text.remove_prefix(std::min(word.size() + 1, text.size()));
    }
    return numbers;
}

Check check_steal(const host::SysFiles& files)
{
    constexpr std::size_t fields = 8; // user nice system idle iowait irq softirq steal: proc(5)
    const auto numbers = ticks(line_of(files.text("proc/stat").value_or(""), "cpu").value_or(""));
    if (numbers.size() < fields) {
        return {"steal", Status::unknown, "/proc/stat does not report it"};
    }
    double all = 0;
    for (std::size_t i = 0; i < fields; ++i) {
        all += static_cast<double>(numbers[i]);
    }
    const double share = all > 0 ? static_cast<double>(numbers[fields - 1]) / all : 0;
    constexpr double percent = 100;
    const auto found = fmt::format("{:.2f} % of the time since boot", share * percent);
    if (numbers[fields - 1] == 0) {
        return {"steal", Status::ok, found};
    }
    constexpr double much = 0.01;
    return {"steal",
            share >= much ? Status::problem : Status::warning,
            found,
            "The hypervisor ran others on our CPUs while we had work for them.",
            "use dedicated CPUs, or benchmark on a physical machine of your own"};
}

std::optional<double> load_of(const host::SysFiles& files)
{
    const auto text = files.text("proc/loadavg").value_or("");
    double load = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), load);
    return error == std::errc{} && load >= 0 ? std::optional{load} : std::nullopt;
}

Check check_load(const Subject& subject)
{
    const auto load = load_of(subject.files);
    const auto running = line_of(subject.files.text("proc/stat").value_or(""), "procs_running");
    const auto tasks = parse_count(running.value_or(""), 0, std::numeric_limits<unsigned>::max());
    if (!load || !tasks) {
        return {"load", Status::unknown, "/proc/loadavg and /proc/stat do not report it"};
    }
    const auto others = *tasks > 0 ? *tasks - 1 : 0; // one of them is this program
    const auto found = fmt::format("{:.2f} in the last minute, {} running now", *load, others);
    constexpr double idle = 0.6;
    if (*load < idle && others == 0) {
        return {"load", Status::ok, found};
    }
    const auto cpus = subject.topology ? subject.topology->online.size() : 1;
    return {"load",
            *load >= static_cast<double>(cpus) ? Status::problem : Status::warning,
            found,
            "Other programs take cores, caches and memory bandwidth: a build next to a benchmark "
            "has doubled its figures.",
            "wait until the load is below 0.6, and find its cause with top"};
}

std::string shortened(const std::vector<std::string>& names)
{
    constexpr std::size_t max_shown = 6;
    const auto shown = std::min(names.size(), max_shown);
    return fmt::format(
        "{}{}",
        fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
        names.size() > max_shown ? fmt::format(" and {} more", names.size() - max_shown) : "");
}

Check check_timers(const host::SysFiles& files)
{
    if (!sees_host(files)) {
        return {"periodic_jobs", Status::unknown, "the host's services are not visible from here"};
    }
    auto jobs = files.names("etc/systemd/system/timers.target.wants");
    for (const char* const dir : {"etc/cron.d", "etc/cron.hourly", "etc/cron.daily"}) {
        for (const auto& name : files.names(dir)) {
            if (!name.starts_with('.')) { // cron ignores dot files
                jobs.push_back(fmt::format("{}/{}", dir + 4, name));
            }
        }
    }
    if (jobs.empty()) {
        return {"periodic_jobs", Status::ok, "no systemd timers and no cron jobs"};
    }
    return {"periodic_jobs",
            Status::note,
            shortened(jobs),
            "Updates, indexing and trimming start at any time, and use CPU, disk and cache.",
            "systemctl disable --now apt-daily.timer apt-daily-upgrade.timer man-db.timer"};
}

Check check_throttling(const Subject& subject)
{
    const auto online = subject.topology ? subject.topology->online : CpuSet{};
    std::optional<std::uint64_t> times;
    for (const unsigned id : online.ids()) {
        const auto count = subject.files.number(
            fmt::format("sys/devices/system/cpu/cpu{}/thermal_throttle/core_throttle_count", id));
        if (count) {
            times = times.value_or(0) + *count;
        }
    }
    if (!times) {
        return {"thermal_throttling", Status::unknown, "no CPU reports it"};
    }
    const auto found = fmt::format("{} times since boot", *times);
    if (*times == 0) {
        return {"thermal_throttling", Status::ok, found};
    }
    return {"thermal_throttling",
            Status::warning,
            found,
            "A hot processor slows down by itself, below the configured frequencies.",
            "clean the fans, and disable boost: cb tune"};
}

} // namespace

Checks check_machine(const Subject& subject)
{
    return {check_virtual(subject.files),
            check_steal(subject.files),
            check_load(subject),
            check_timers(subject.files),
            check_throttling(subject)};
}

} // namespace cb::tuning
