#pragma once

#include "parse/place.hpp"
#include "parse/scanner.hpp"

#include <string>
#include <vector>

namespace cb::parse {

/// The places of the values at `fields`, paths such as "results/0/metrics/1/value", in an object
/// that the Scanner found. Where there is no such value: the place of what it is missing from.
/// Linear in the object and the fields together.
[[nodiscard]] std::vector<Place> locate(const FoundObject& object,
                                        const std::vector<std::string>& fields);

} // namespace cb::parse
