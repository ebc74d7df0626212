#pragma once

#include <string>
#include <string_view>

/// Names for what a run leaves on the machine while it lasts (container, cgroup, directory). A name
/// identifies the cb process that owns it, so that leftovers of a killed process are found and
/// removed, and those of a live process are kept.
namespace cb::engine {

/// A new name: "run-PLACE-OWNER-N". PLACE identifies this machine and its lock directory, OWNER
/// this process. The first call locks a file for the process; the kernel unlocks it when the
/// process ends. Throws Error{system}.
[[nodiscard]] std::string make_run_name();

/// Whether the name was given on this machine by a process that has ended. False if that is
/// unknown: the name belongs to another machine, or to a container with its own locks.
[[nodiscard]] bool is_orphan(std::string_view name);

} // namespace cb::engine
