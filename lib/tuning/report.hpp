#pragma once

#include "json/writer.hpp"
#include "tuning/doctor.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cb::tuning {

/// A table for the user, worst first: one line per check, followed by its cost and its remedy, and
/// at the end the count of each status. Free of control characters.
[[nodiscard]] std::string report_table(std::vector<Check> checks);

/// The members "summary" and "checks" of an object that is open: how many checks have each status,
/// and the checks in their order; empty texts are null.
void write_report(JsonWriter& json, const std::vector<Check>& checks);

/// The checks of such an object. Throws Error{bad_input}.
[[nodiscard]] std::vector<Check> read_report(std::string_view json);

} // namespace cb::tuning
