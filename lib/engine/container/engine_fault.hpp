#pragma once

#include "manifest/sections.hpp"

#include <string_view>

namespace cb::engine {

/// Whose fault it is that an engine ended a build or a run with this message, the last line of its
/// standard error. The output of a RUN is not part of it if the engine prints anything afterwards.
/// A commit that manages to fake a message of the engine only gains a few more attempts.
[[nodiscard]] Fault classify_fault(std::string_view message);

} // namespace cb::engine
