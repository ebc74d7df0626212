#pragma once

#include "engine/container/container_cli.hpp"

#include <string>
#include <vector>

/// Removes what killed runs and builds left on the machine. owner.hpp decides which process it
/// belongs to.
namespace cb::engine {

/// Removes the containers of killed runs, and the tmpfs mounts for podman's /dev/shm. `asked` is
/// from ContainerCli::ask_containers(). Returns the names of what it removed. Throws like
/// ContainerCli::run().
std::vector<std::string> sweep_containers(const ContainerCli& cli, Asked asked);

/// Kills the processes of the native engine and removes its cgroups, scratch directories and
/// unfinished trees. Returns the names of what it removed. Throws Error{system}.
std::vector<std::string> sweep_native();

/// Removes the directories of the contexts of container builds. Returns the names of what it
/// removed. Throws Error{system}.
std::vector<std::string> sweep_contexts();

/// Removes all of the above; containers only if their engine answers.
std::vector<std::string> sweep_all();

} // namespace cb::engine
