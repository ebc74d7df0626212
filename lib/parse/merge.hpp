#pragma once

#include "manifest/sections.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace cb::parse {

/// How many bytes of names of units merge() adds to `before`.
[[nodiscard]] std::size_t new_unit_bytes(const Result& before, const Result& more);

/// Puts the samples of `more` behind those of `before`, a result of the same benchmark, test and
/// metric, in one unit, and notes in which others they were printed; or says why they cannot be put
/// together. Then `before` stays as it is.
[[nodiscard]] std::optional<std::string> merge(Result& before, Result& more);

} // namespace cb::parse
