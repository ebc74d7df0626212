#pragma once

#include "watch.hpp"

#include <sys/types.h>

namespace cb_init {

/// The flags of /proc/PID/personality (proc(5)); -1 when they cannot be read.
long personality_of(pid_t pid);

/// {"event":"ready",…}: CPUs and memory nodes as /proc/self/status lists them, the mount of
/// /dev/shm, and when we started, by which cb knows us from other processes of that number.
void report_ready(int fd);

/// What comes in front of the next report, on a line of its own, by which cb tells it from what the
/// command printed on that descriptor. \pre `secret` lives as long as the program
void set_secret(const char* secret);

/// {"event":"end",…}: times in nanoseconds and microseconds, how it ended, and the flags that the
/// command ran with.
void report_end(int fd, const End& end, Moment start, long personality_flags);

/// {"event":"error",…}: the command was not started.
void report_error(int fd, const char* what, int error);

/// {"event":"file",…}: the next results file, whose `size` bytes follow; `error` (errno) says why
/// it cannot be had, and is 0 where it can.
void report_file(int fd, long long size, int error);

/// Writes all of it, also where the command made the descriptor non-blocking. False when nobody
/// reads it any more.
bool send_all(int fd, const char* data, size_t length);

} // namespace cb_init
