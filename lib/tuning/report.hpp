#pragma once

#include "tuning/doctor.hpp"

#include <string>
#include <vector>

namespace cb::tuning {

/// A table for the user, worst first: one line per check, followed by its cost and its remedy, and
/// at the end the count of each status. Free of control characters.
[[nodiscard]] std::string report_table(std::vector<Check> checks);

/// One JSON object on one line, with the checks in the order of docs/doctor.md; empty texts are
/// null.
[[nodiscard]] std::string report_json(const std::vector<Check>& checks,
                                      const std::optional<CpuChoice>& choice);

} // namespace cb::tuning
