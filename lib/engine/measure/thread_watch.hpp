#pragma once

#include "base/id_set.hpp"

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>

namespace cb::engine {

/// Looks where the threads of a sandbox run that no cpuset holds: a program may always ask for
/// other CPUs (sched_setaffinity(2)).
class ThreadWatch {
public:
    /// `init` is process 1 of the sandbox as this machine numbers it.
    ThreadWatch(pid_t init, CpuSet cpus) : init_{init}, cpus_{std::move(cpus)} {}

    /// Looks at the CPU that each thread ran on last, at most ten times a second.
    void look();

    /// The first that was seen elsewhere, for a person; none if none was.
    [[nodiscard]] const std::optional<std::string>& stray() const noexcept { return stray_; }

private:
    void look_at(pid_t process);

    pid_t init_;
    CpuSet cpus_;
    std::optional<std::string> stray_{};
    std::chrono::steady_clock::time_point last_look_{};
};

} // namespace cb::engine
