#pragma once

#include "manifest/sections.hpp"

#include <string_view>

namespace cb::engine {

/// Whose fault it is that an engine ended a build or a run with this message, the last line of its
/// standard error. What a RUN printed is not in it where the engine says anything after it. A
/// commit that gets its own words there all the same gains only that it is built again a few times.
[[nodiscard]] Fault fault_of_message(std::string_view message);

} // namespace cb::engine
