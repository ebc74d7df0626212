#pragma once

#include <sys/types.h>

// Without a cpuset (the native engine without root), cb-init keeps the command on its CPUs: the
// kernel forwards each sched_setaffinity(2) of the command (seccomp_unotify(2)), and cb-init makes
// the call with the part of the mask that is within our CPUs, like a cpuset. A filter alone could
// only refuse every call, so threads could not be pinned at all: the mask is in the caller's
// memory, where no filter sees it. cb-init cannot check the mask and let the call continue either,
// because the caller could change the mask in between.
namespace cb_init {

/// From now on, forwards the calls of this process and its descendants. Returns the descriptor for
/// answering them (close-on-exec), or -1 and errno if the kernel (before Linux 5.0) cannot do that.
int hand_affinity_over();

/// Sends a descriptor over a socket, and receives it at the other end; -1 if none arrived.
bool send_descriptor(int socket, int descriptor);
int receive_descriptor(int socket);

/// Answers one call that waits at the descriptor.
void answer_affinity(int descriptor);

} // namespace cb_init
