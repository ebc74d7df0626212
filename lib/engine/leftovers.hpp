#pragma once

#include "engine/container/container_cli.hpp"

#include <string>
#include <vector>

/// What runs and builds of a cb that was killed left on the machine: owner.hpp tells whose it is.
namespace cb::engine {

/// Removes the engine's containers, and what of /dev/shm was mounted for podman. Returns the names
/// of what was removed. Throws as ContainerCli::run().
std::vector<std::string> sweep_containers(const ContainerCli& cli);

/// Ends the processes, and removes the cgroups, scratch directories and half-made trees, of the
/// native engine. Returns the names of what was removed. Throws Error{system}.
std::vector<std::string> sweep_native();

/// Removes the trees that were exported for an engine to build. Returns the names of what was
/// removed. Throws Error{system}.
std::vector<std::string> sweep_exports();

/// All of it; the containers where their engine answers.
std::vector<std::string> sweep_all();

} // namespace cb::engine
