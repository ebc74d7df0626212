#pragma once

#include "engine/native/sandbox.hpp"

#include <string_view>

namespace cb::engine {

/// The child's message on its failure pipe while it waits for the map of its user namespace.
inline constexpr std::string_view wants_map = "\n";

struct ChildStreams {
    int in, out, err;
    int go_on;   ///< receives one byte when the parent has done its part
    int failure; ///< gets `wants_map`, and one line if a step fails; close-on-exec
};

/// The child's side of a Sandbox: builds the view of the host and execs cb-init. Never returns. cb
/// has only one thread, so any function may be called after clone(2).
[[noreturn]] void become_init(const SandboxPlan& plan, const ChildStreams& streams);

/// Mounts the view of the host below plan.scratch and makes it the root: read-only system
/// directories; new /proc, /dev, /dev/shm and /tmp; and the work directory on /work. Throws
/// Error{system}.
void enter_view(const SandboxPlan& plan);

} // namespace cb::engine
