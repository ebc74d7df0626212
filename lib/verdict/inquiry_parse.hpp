#pragma once

#include "base/error.hpp"

#include <string_view>

/// Parsers for the figures of the rules of `cb confirm` and `cb bisect`.
namespace cb::verdict {

/// "2%", from 0.01% to 50%, as a fraction.
[[nodiscard]] Parsed<double> parse_tolerance(std::string_view text);

/// A confidence, from 0.5 to 0.9999.
[[nodiscard]] Parsed<double> parse_confidence(std::string_view text);

/// The probability at which a bisection names a commit, from 0.5 to 0.995.
[[nodiscard]] Parsed<double> parse_probability(std::string_view text);

} // namespace cb::verdict
