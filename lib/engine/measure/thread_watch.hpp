#pragma once

#include "base/id_set.hpp"

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>

namespace cb::engine {

/// Checks on which CPUs the threads of a sandbox without a cpuset run: a program may change its own
/// affinity (sched_setaffinity(2)).
class ThreadWatch {
public:
    /// `init` is the sandbox's process 1 in cb's PID namespace.
    ThreadWatch(pid_t init, CpuSet cpus) : init_{init}, cpus_{std::move(cpus)} {}

    /// Checks the last CPU of each thread, at most ten times per second.
    void look();

    /// The first thread seen on another CPU, to show to the user; nullopt if there was none.
    [[nodiscard]] const std::optional<std::string>& stray() const noexcept { return stray_; }

private:
    void look_at(pid_t process);

    pid_t init_;
    CpuSet cpus_;
    std::optional<std::string> stray_{};
    std::chrono::steady_clock::time_point last_look_{};
};

} // namespace cb::engine
