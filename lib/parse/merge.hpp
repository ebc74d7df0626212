#pragma once

#include "manifest/sections.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace cb::parse {

/// The size of the unit names that merge() would add to `before`.
[[nodiscard]] std::size_t new_unit_bytes(const Result& before, const Result& more);

/// Appends the samples of `more` to `before`, a result of the same benchmark, test and metric.
/// Converts them to one unit and records the other units in which they were printed. If they cannot
/// be merged, returns the reason and leaves `before` unchanged.
[[nodiscard]] std::optional<std::string> merge(Result& before, Result& more);

} // namespace cb::parse
