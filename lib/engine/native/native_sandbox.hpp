#pragma once

#include "engine/native/sandbox.hpp"
#include "engine/request.hpp"

namespace cb::engine {

/// Runs request.argv in a new native sandbox over `tree` and waits for its end. Leaves nothing
/// behind. Throws PinsNotApplied, Interrupted, Error.
[[nodiscard]] Attempt
run_in_sandbox(const Request& request, const std::filesystem::path& tree, WorkDirectory work);

} // namespace cb::engine
