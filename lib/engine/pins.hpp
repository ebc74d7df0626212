#pragma once

#include "engine/init_report.hpp"
#include "engine/request.hpp"

#include <stdexcept>

namespace cb::engine {

/// Thrown before the command starts when what was read back in the sandbox is not what was asked.
class PinsNotApplied : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Throws PinsNotApplied unless the sandbox has the CPUs, the memory nodes and the /dev/shm that
/// were requested.
void require_pins(const Request& request, const Ready& ready);

/// The policy that the tmpfs on /dev/shm gets, in the range syntax of tmpfs(5) that survives
/// docker's splitting at commas: "bind:0-1". None where it is bound to no nodes.
[[nodiscard]] std::optional<std::string> shm_policy(const Request& request);

/// The options that it is mounted with: "mode=1777,size=4096,mpol=bind:0".
[[nodiscard]] std::string shm_options(const Request& request);

} // namespace cb::engine
