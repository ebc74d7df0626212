#pragma once

#include "engine/init_report.hpp"
#include "engine/request.hpp"

#include <stdexcept>

namespace cb::engine {

/// Thrown before the command starts if the settings read back in the sandbox differ from the
/// request.
class PinsNotApplied : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Throws PinsNotApplied unless the sandbox has the CPUs, the memory nodes and the /dev/shm that
/// were requested.
void require_pins(const Request& request, const Ready& ready);

/// The memory policy of the tmpfs on /dev/shm, in the range syntax of tmpfs(5): "bind:0-1". Docker
/// splits tmpfs options at commas, so a list with commas would not survive. nullopt if it is not
/// bound to nodes.
[[nodiscard]] std::optional<std::string> shm_policy(const Request& request);

/// The mount options of the tmpfs: "mode=1777,size=4096,mpol=bind:0".
[[nodiscard]] std::string shm_options(const Request& request);

} // namespace cb::engine
