#include "engine/measure/perf_counters.hpp"

#include <fmt/format.h>

#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace cb::engine {

namespace {

/// The format of read(2) with PERF_FORMAT_TOTAL_TIME_ENABLED and _RUNNING.
struct Reading {
    std::uint64_t count, enabled_ns, running_ns;
};

Fd open_counter(std::uint64_t config, const Fd& cgroup, unsigned cpu)
{
    perf_event_attr attributes{};
    attributes.type = PERF_TYPE_HARDWARE;
    attributes.size = sizeof attributes;
    attributes.config = config;
    attributes.disabled = 1;
    attributes.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
    return Fd{static_cast<int>(::syscall(SYS_perf_event_open,
                                         &attributes,
                                         cgroup.get(),
                                         static_cast<int>(cpu),
                                         -1,
                                         PERF_FLAG_PID_CGROUP | PERF_FLAG_FD_CLOEXEC))};
}

std::string why_not(int error)
{
    switch (error) {
    case ENOENT:
    case EOPNOTSUPP:
    case ENODEV:
        return "the processor or the hypervisor does not provide such counters";
    case EACCES:
    case EPERM:
        return "counting in a cgroup requires root or CAP_PERFMON";
    default:
        return fmt::format("perf_event_open: {}", std::strerror(error));
    }
}

} // namespace

std::vector<PerfCounters::Event> PerfCounters::events()
{
    std::vector<Event> events;
    events.push_back({PERF_COUNT_HW_INSTRUCTIONS, &Usage::instructions, {}});
    events.push_back({PERF_COUNT_HW_CPU_CYCLES, &Usage::cycles, {}});
    events.push_back({PERF_COUNT_HW_CACHE_MISSES, &Usage::cache_misses, {}});
    events.push_back({PERF_COUNT_HW_BRANCH_MISSES, &Usage::branch_misses, {}});
    return events;
}

Parsed<PerfCounters> PerfCounters::open(const CgroupPlace& place, const CpuSet& cpus)
{
    const auto directory = place.directory("perf_event");
    if (!directory) {
        return tl::unexpected{std::string{"this machine has no perf_event cgroups"}};
    }
    const Fd cgroup{::open(directory->c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!cgroup) {
        return tl::unexpected{why_not(errno)};
    }
    PerfCounters counters;
    counters.events_ = events();
    for (auto& event : counters.events_) {
        for (const unsigned cpu : cpus.ids()) {
            Fd fd = open_counter(event.config, cgroup, cpu);
            if (!fd) {
                return tl::unexpected{why_not(errno)};
            }
            event.fds.push_back(std::move(fd));
        }
    }
    return counters;
}

void PerfCounters::start()
{
    for (const auto& event : events_) {
        for (const auto& fd : event.fds) {
            ::ioctl(fd.get(), PERF_EVENT_IOC_ENABLE, 0);
        }
    }
}

void PerfCounters::stop(Usage& usage)
{
    for (const auto& event : events_) {
        std::uint64_t sum = 0;
        bool counted = true;
        for (const auto& fd : event.fds) {
            ::ioctl(fd.get(), PERF_EVENT_IOC_DISABLE, 0);
            Reading reading{};
            counted = counted && ::read(fd.get(), &reading, sizeof reading) == sizeof reading;
            if (reading.running_ns != 0) { // 0: no thread of the cgroup ran on this CPU
                sum += static_cast<std::uint64_t>(static_cast<double>(reading.count) *
                                                  static_cast<double>(reading.enabled_ns) /
                                                  static_cast<double>(reading.running_ns));
            }
        }
        if (counted) {
            usage.*event.figure = sum;
        }
    }
}

} // namespace cb::engine
