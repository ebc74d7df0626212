#pragma once

#include <string>
#include <vector>

/// What runs of a cb that was killed left on the machine: owner.hpp tells whose it is.
namespace cb::engine {

/// Removes the containers. Returns the names of what was removed. Throws as run_docker().
std::vector<std::string> sweep_containers();

/// Ends the processes, and removes the cgroups, scratch directories and half-made trees, of the
/// native engine. Returns the names of what was removed. Throws Error{system}.
std::vector<std::string> sweep_native();

/// Both; the containers where docker answers.
std::vector<std::string> sweep_all();

} // namespace cb::engine
