#pragma once

#include "base/collect.hpp"
#include "base/fd.hpp"
#include "base/subprocess.hpp"

#include <optional>

namespace cb::engine {

/// Runs a program whose descendants would outlive it. A guard process between cb and the program
/// ends all of them on request, and also if cb is killed.
///
/// The guard adopts orphaned descendants (PR_SET_CHILD_SUBREAPER). It keeps cb's locks until it is
/// done, so that nothing is measured next to processes that have not ended yet. The kernel kills
/// the program if the guard itself is killed.
class Guarded {
public:
    /// `feed` is our end of the program's standard input: the guard closes its copy, so that the
    /// program sees the end. Throws Error{system} if the program cannot be started.
    Guarded(const Command& command, Subprocess::Streams streams, int feed = -1);
    Guarded(const Guarded&) = delete;
    Guarded& operator=(const Guarded&) = delete;
    ~Guarded();

    /// Waits for the end of the program; nullopt if the deadline passed. Throws Interrupted.
    [[nodiscard]] std::optional<ProcessEnd> wait(const Deadline& deadline,
                                                 OnStop on_stop = OnStop::interrupt);

    /// Makes the guard end the program. First it kills the program's containers, so that an engine
    /// without a daemon cleans up. If there are none, it sends SIGTERM. After ten seconds it sends
    /// SIGKILL.
    void stop() noexcept { life_line_.reset(); }

private:
    void reap() noexcept;

    pid_t pid_ = -1; ///< of the guard; -1 once reaped
    Fd life_line_;   ///< closing it makes the guard end the program
    Fd pidfd_;
    std::optional<ProcessEnd> end_{};
};

} // namespace cb::engine
