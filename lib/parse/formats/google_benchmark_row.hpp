#pragma once

#include "parse/json_reading.hpp"

#include <string>
#include <vector>

namespace cb::parse {

/// The measures of the row of a google-benchmark file that is being read, each with one value.
[[nodiscard]] std::vector<Result>
read_row(JsonReading& reading, const std::string& benchmark, const std::string& test);

} // namespace cb::parse
