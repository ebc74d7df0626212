#pragma once

#include "tuning/doctor.hpp"

#include <string>
#include <vector>

namespace cb::tuning {

/// For a person: the worst first, one line a check, below it what it costs and what mends it, at
/// the end how many of each. Free of control characters.
[[nodiscard]] std::string report_table(std::vector<Check> checks);

/// One JSON object on one line, the checks in the order of docs/doctor.md; empty texts are null.
[[nodiscard]] std::string report_json(const std::vector<Check>& checks,
                                      const std::optional<CpuChoice>& choice);

} // namespace cb::tuning
