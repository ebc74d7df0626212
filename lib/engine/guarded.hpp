#pragma once

#include "base/collect.hpp"
#include "base/fd.hpp"
#include "base/subprocess.hpp"

#include <optional>

namespace cb::engine {

/// A program that starts others which it would leave behind, and so has a guard: a process between
/// us and it, which ends all of it when it is told to, and also when we are killed.
///
/// The guard adopts what the program leaves (PR_SET_CHILD_SUBREAPER). It keeps our locks until it
/// is done, so that nothing is measured beside what has not ended yet. The kernel kills the program
/// if the guard itself is killed.
class Guarded {
public:
    /// Throws Error{system} when the program cannot be started.
    Guarded(const Command& command, Subprocess::Streams streams);
    Guarded(const Guarded&) = delete;
    Guarded& operator=(const Guarded&) = delete;
    ~Guarded();

    /// Waits for the end of the program; none when the deadline passed. Throws Interrupted.
    [[nodiscard]] std::optional<ProcessEnd> wait(const Deadline& deadline,
                                                 OnStop on_stop = OnStop::interrupt);

    /// Lets the guard end the program: what it runs in containers is killed first, so that an
    /// engine without a daemon cleans up after it; one that runs nothing is asked to stop. After
    /// ten seconds it is killed.
    void stop() noexcept { life_line_.reset(); }

private:
    void reap() noexcept;

    pid_t pid_ = -1; ///< of the guard; -1 once reaped
    Fd life_line_;   ///< closed: the guard ends the program
    Fd pidfd_;
    std::optional<ProcessEnd> end_{};
};

} // namespace cb::engine
