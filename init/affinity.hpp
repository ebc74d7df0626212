#pragma once

#include <sys/types.h>

// Where no cpuset keeps the command on its CPUs (the native engine without root), cb-init does: the
// kernel hands each sched_setaffinity(2) of the command over (seccomp_unotify(2)), and cb-init
// makes the call with what of the mask is among our CPUs, as a cpuset would. A filter alone could
// refuse all of them, and threads could not be pinned at all: the mask is in the caller's memory,
// where no filter sees it; nor could cb-init look at it and let the call go on, since the caller
// might change it meanwhile.
namespace cb_init {

/// Hands the calls of this process, and of what it starts, over from now on. Returns the descriptor
/// to answer them by (close-on-exec), -1 and errno when the kernel cannot do that (Linux 5.0).
int hand_affinity_over();

/// Sends a descriptor over a socket, and receives it on the other end; -1 when none came.
bool send_descriptor(int socket, int descriptor);
int receive_descriptor(int socket);

/// Answers one call that waits at the descriptor.
void answer_affinity(int descriptor);

} // namespace cb_init
