#pragma once

#include "manifest/sections.hpp"

#include <optional>
#include <string>

namespace cb::parse {

/// Puts the samples of `more` behind those of `before`, a result of the same benchmark, test and
/// metric, in one unit; or says why they cannot be put together. Then `before` stays as it is.
[[nodiscard]] std::optional<std::string> merge(Result& before, Result& more);

} // namespace cb::parse
