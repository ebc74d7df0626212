#pragma once

#include <string>
#include <string_view>

/// What a run leaves on the machine while it lasts (a container, a cgroup, a directory) carries a
/// name that tells which process of cb it belongs to, so that what a killed cb left is found and
/// removed, and what a living one uses is not.
namespace cb::engine {

/// A new name: "run-PLACE-OWNER-N". PLACE is this machine and its directory of locks, OWNER this
/// process. The first call locks a file for the process, which the kernel unlocks when it ends.
/// Throws Error{system}.
[[nodiscard]] std::string run_name();

/// Whether the name was given on this machine by a process that has ended. False where that cannot
/// be known: the name is of another machine or of a container with locks of its own.
[[nodiscard]] bool is_orphan(std::string_view name);

} // namespace cb::engine
