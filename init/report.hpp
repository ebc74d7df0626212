#pragma once

#include "watch.hpp"

#include <sys/types.h>

namespace cb_init {

/// The flags of /proc/PID/personality (proc(5)); -1 when they cannot be read.
long personality_of(pid_t pid);

/// {"event":"ready",…}: CPUs and memory nodes as /proc/self/status lists them, the mount of
/// /dev/shm, and when we started, by which cb knows us from other processes of that number.
void report_ready(int fd);

/// {"event":"end",…}: times in nanoseconds and microseconds, how it ended, and the flags that the
/// command ran with.
void report_end(int fd, const End& end, Moment start, long personality_flags);

/// {"event":"error",…}: the command was not started.
void report_error(int fd, const char* what, int error);

} // namespace cb_init
