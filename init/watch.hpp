#pragma once

#include <sys/resource.h>
#include <sys/types.h>

namespace cb_init {

/// The end of the command.
struct End {
    int status = 0; ///< from waitpid(2)
    long long end_ns = 0;
    bool timed_out = false;
    rusage usage{}; ///< of the command and all its descendants
};

/// CLOCK_MONOTONIC
long long now_ns();

/// CLOCK_REALTIME
long long wall_clock_ns();

/// A moment on both clocks.
struct Moment {
    long long wall_clock_ns, monotonic_ns;
};

/// Blocks every signal that watch_until_end() waits for.
void block_signals();

/// Waits until the command ends, forwards signals to it and reaps orphans. Kills and reaps every
/// process of the sandbox when the command has ended, when the clock reaches `deadline_ns` (0:
/// never), or when `cb_fd` reaches its end because cb was killed. In the meantime, answers the
/// calls that wait at `affinity_fd` (-1: none).
End watch_until_end(pid_t child, int cb_fd, int affinity_fd, long long deadline_ns);

} // namespace cb_init
