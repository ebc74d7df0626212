#include "engine/measure/meter.hpp"

#include "base/file.hpp"
#include "host/process.hpp"
#include "host/topology.hpp"

#include <fmt/format.h>

#include <sys/statvfs.h>

#include <algorithm>

namespace cb::engine {

namespace {

constexpr std::array counter_names{"instructions", "cycles", "cache_misses", "branch_misses"};

/// The number of files allowed to a run with this limit of bytes. A file system is created with one
/// inode per 16 KiB (mke2fs.conf(5), inode_ratio), so both run out together.
std::uint64_t max_files(Bytes disk)
{
    constexpr std::uint64_t bytes_an_inode = 16384;
    constexpr std::uint64_t min_inodes = 1000;
    return std::max(disk.count() / bytes_an_inode, min_inodes);
}

/// Whether the value fell by more than `max_drop`.
bool has_shrunk(std::uint64_t before, std::uint64_t now, std::uint64_t max_drop)
{
    return now < before && before - now > max_drop;
}

/// Whether the cpuset of the cgroup contains only these CPUs.
bool is_held(const CgroupPlace& place, const CpuSet& cpus)
{
    const auto directory = place.directory(place.is_unified() ? "" : "cpuset");
    for (const char* const name : {"cpuset.cpus.effective", "cpuset.effective_cpus"}) {
        const auto text = directory ? read_small_file(*directory / name) : std::nullopt;
        if (const auto held = CpuSet::parse(trimmed(text.value_or("")))) {
            return minus(*held, cpus).empty();
        }
    }
    return false;
}

} // namespace

void Meter::watch_threads(pid_t pid)
{
    if (request_.cpus) {
        const bool is_kept = request_.cpu_keeper == CpuKeeper::init;
        measured_.held_by = is_kept ? HeldBy::filter : HeldBy::request;
        threads_.emplace(pid, *request_.cpus);
    }
}

bool is_that_init(pid_t pid, const Ready& ready)
{
    const auto process = host::read_process(pid);
    return process && ready.start_ticks == process->key.start_ticks;
}

void Meter::start(const Parsed<pid_t>& pid, const Ready& ready)
{
    if (written_) {
        free_at_start_ = free_on(*written_);
    }
    const auto place = pid.and_then([&](pid_t known) -> Parsed<CgroupPlace> {
        return is_that_init(known, ready)
                   ? CgroupPlace::read_process(known)
                   : tl::unexpected{std::string{"cb cannot see the sandbox: it runs in another PID "
                                                "namespace, or on another machine"}};
    });
    if (!place) {
        measured_.cgroup = tl::unexpected{place.error()};
        measured_.host = tl::unexpected{place.error()};
        for (const char* const name : counter_names) {
            measured_.counters.unavailable[name] = place.error();
        }
        return;
    }
    if (request_.cpus && is_held(*place, *request_.cpus)) {
        measured_.held_by = HeldBy::cpuset;
    } else {
        watch_threads(*pid);
    }
    start_counters(*place);
    cgroup_.emplace(*place);
    host_.emplace(request_.cpus);
    host_->start();
    cgroup_->start();
}

void Meter::start_counters(const CgroupPlace& place)
{
    auto counters =
        PerfCounters::open(place, request_.cpus ? *request_.cpus : host::read_topology().online);
    if (counters) {
        counters_ = std::move(*counters);
        counters_->start();
        return;
    }
    for (const char* const name : counter_names) {
        measured_.counters.unavailable[name] = counters.error();
    }
}

Exceeded Meter::look()
{
    if (cgroup_) {
        cgroup_->sample();
    }
    if (host_) {
        host_->look();
    }
    if (threads_) {
        threads_->look();
    }
    if (is_over_cpu_time()) {
        return Exceeded::cpu_time;
    }
    return is_over_disk() ? Exceeded::disk : Exceeded::nothing;
}

bool Meter::is_over_cpu_time() const
{
    if (!request_.cpu_time || !cgroup_) {
        return false;
    }
    const auto used = cgroup_->cpu_s();
    return used && *used > seconds(*request_.cpu_time);
}

/// Includes what others write to that file system meanwhile: no file system counts per run.
bool Meter::is_over_disk() const
{
    const auto left = free_at_start_ ? free_on(*written_) : std::nullopt;
    return left && (has_shrunk(free_at_start_->bytes, left->bytes, request_.disk.count()) ||
                    has_shrunk(free_at_start_->inodes, left->inodes, max_files(request_.disk)));
}

/// A file system without an inode table always reports 0 inodes.
std::optional<Meter::Free> Meter::free_on(const std::filesystem::path& path)
{
    struct statvfs status {};
    if (::statvfs(path.c_str(), &status) != 0) {
        return std::nullopt;
    }
    return Free{static_cast<std::uint64_t>(status.f_bfree) * status.f_frsize, status.f_ffree};
}

void Meter::stop()
{
    if (counters_) {
        counters_->stop(measured_.counters);
        counters_.reset();
    }
    if (cgroup_) {
        measured_.cgroup = cgroup_->stop();
        cgroup_.reset();
    }
    if (threads_) {
        measured_.stray = threads_->stray();
        threads_.reset();
    }
    if (host_) {
        measured_.host = host_->stop();
        host_.reset();
    }
}

} // namespace cb::engine
