#pragma once

#include <string>
#include <string_view>

/// Numbers for people.
namespace cb::verdict {

/// A value with 4 significant digits, in the unit that suits its size: "12.34 ms", "1.250 M", "0".
[[nodiscard]] std::string to_value_text(double value, std::string_view unit);

/// The same in the unit that suits `scale`, another value, so that several can be compared: "0.9871
/// ms" beside "1.002 ms". With as many digits as tell it from `told_from`: "1.000001 M" from 1e6.
[[nodiscard]] std::string
to_value_text(double value, std::string_view unit, double scale, double told_from);

/// Both in the unit that suits the larger one, with as many digits as show that they differ: "12.31
/// → 13.07 ms". `arrow` is that of the line.
[[nodiscard]] std::string
to_step_text(double before, double after, std::string_view unit, std::string_view arrow);

/// A relative difference: "+6.1 %"; with more decimals if it would read as 0: "+0.0001 %".
[[nodiscard]] std::string to_difference_text(double change);

/// A relative change: "+6.1 %", "-0.040 %", "+0.0001 %", "x2.50" from a doubling on.
[[nodiscard]] std::string to_change_text(double change);

} // namespace cb::verdict
