#pragma once

#include "base/fd.hpp"
#include "engine/measure/cgroup_files.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace cb::engine {

/// What a cgroup counted between start() and stop(). A figure is nullopt if this kernel does not
/// count it.
struct CgroupFigures {
    std::optional<double> cpu_s; ///< user and kernel mode
    std::optional<double> user_s, system_s;
    std::optional<double> throttled_s;
    std::optional<double> pressure_cpu_s, pressure_memory_s, pressure_io_s;
    std::optional<std::uint64_t> peak_memory_bytes;
    std::optional<std::uint64_t> anonymous_bytes, file_bytes, shared_bytes, swap_bytes;
    std::map<std::string, std::uint64_t> placed_bytes; ///< per memory node
    std::uint64_t oom_kills = 0;
    std::map<std::string, std::string> unavailable; ///< why a figure is missing, by name in Usage
};

/// Counts the resources used by the processes of a cgroup and its descendants. It only reads,
/// except that it resets the memory peak where the kernel and our permissions allow it. The cgroup
/// must still exist when stop() is called.
class CgroupCounters {
public:
    explicit CgroupCounters(CgroupPlace place) : place_{std::move(place)} {}

    /// Figures count from this call.
    void start();

    /// Samples the figures that exist only while the cgroup has processes.
    void sample();

    [[nodiscard]] CgroupFigures stop();

    /// Processor time since start(), in seconds.
    [[nodiscard]] std::optional<double> cpu_s() const;

private:
    /// Monotonic counters, in seconds.
    using Times = std::map<std::string, double>;
    struct Memory {
        std::uint64_t anonymous = 0, file = 0, shared = 0;
        [[nodiscard]] std::uint64_t total() const { return anonymous + file + shared; }
    };

    [[nodiscard]] Times read_times() const;
    [[nodiscard]] std::optional<Memory> read_memory() const;
    [[nodiscard]] std::map<std::string, std::uint64_t> read_placement() const;
    [[nodiscard]] std::uint64_t read_oom_kills() const;
    void set_times(CgroupFigures& figures) const;
    void set_peak(CgroupFigures& figures) const;
    void set_samples(CgroupFigures& figures) const;

    CgroupPlace place_;
    Times at_start_;
    Fd peak_; ///< version 2: a reset affects only the descriptor that wrote it
    bool peak_is_ours_ = false;
    std::uint64_t peak_at_start_ = 0;
    std::uint64_t oom_kills_at_start_ = 0;
    std::optional<Memory> max_memory_;
    std::map<std::string, std::uint64_t> placed_;
    std::optional<std::uint64_t> max_swap_;
};

} // namespace cb::engine
