#pragma once

#include "base/log.hpp"
#include "manifest/manifest.hpp"

#include <optional>
#include <string>

/// What cb store accepts.
namespace cb::store {

/// Why the job is refused; nullopt if it is not. An unmeasured job has nothing to store, and once
/// stored it would never be due again.
[[nodiscard]] std::optional<std::string> reason_to_refuse(const Manifest& manifest);

/// Warns of what will not be stored of a job, or not as it is.
void warn_of_losses(const Manifest& manifest, Log& log);

} // namespace cb::store
