#pragma once

#include "parse/place.hpp"
#include "parse/scanner.hpp"

#include <string>
#include <vector>

namespace cb::parse {

/// The places of the values at `fields`, paths such as "results/0/metrics/1/value", in an object
/// that the Scanner found. For a missing value, the place of the innermost value on its path.
/// Linear in the size of the object plus the fields.
[[nodiscard]] std::vector<Place> locate(const FoundObject& object,
                                        const std::vector<std::string>& fields);

} // namespace cb::parse
