#pragma once

#include "watch.hpp"

#include <sys/types.h>

namespace cb_init {

/// The flags in /proc/PID/personality (proc(5)); -1 if they are unreadable.
long personality_of(pid_t pid);

/// {"event":"ready",…}: CPUs and memory nodes as listed in /proc/self/status, the mount of
/// /dev/shm, and our start time, by which cb distinguishes us from other processes with this PID.
void report_ready(int fd);

/// Sets the line that precedes the next report. It separates the report from the command's output
/// on the same descriptor. \pre `secret` lives as long as the program
void set_secret(const char* secret);

/// {"event":"end",…}: times in nanoseconds and microseconds, the status, and the personality flags
/// of the command.
void report_end(int fd, const End& end, Moment start, long personality_flags);

/// {"event":"error",…}: the command was not started.
void report_error(int fd, const char* what, int error);

/// {"event":"file",…}: the next results file, followed by its `size` bytes; `error` (errno) says
/// why the file is not available, or is 0.
void report_file(int fd, long long size, int error);

/// Writes all data, even if the command made the descriptor non-blocking. Returns false if the
/// reader is gone.
bool send_all(int fd, const char* data, size_t length);

} // namespace cb_init
