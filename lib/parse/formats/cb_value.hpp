#pragma once

#include "json/value.hpp"

#include <tl/expected.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// The member "value" of a metric in the cb format.
namespace cb::parse {

struct CbValue {
    std::vector<double> values{};
    std::optional<std::map<std::string, double>> summary{};
    std::string unit{};
    std::set<std::string> printed_units{}; ///< the original units of converted numbers
};

/// What is wrong, and with which part of the value.
struct CbProblem {
    JsonValue where;
    std::string reason;
};

/// Reads a number, a text with a number and a unit, a list of those, or a summary {"avg",…} of
/// those. `units` is the metric's own unit or empty. If empty, the first unit in the value is used,
/// and the other numbers are converted to it.
[[nodiscard]] tl::expected<CbValue, CbProblem> read_cb_value(JsonValue printed,
                                                             std::string_view units);

} // namespace cb::parse
