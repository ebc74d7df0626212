#pragma once

#include "manifest/sections.hpp"

#include <string>
#include <string_view>

/// How what JMH measures is called, from whichever of its files it comes.
namespace cb::parse {

/// What a mode measures: "throughput" of "thrpt"; of an unknown one its name. One benchmark can run
/// in several modes, and their figures are not comparable.
[[nodiscard]] std::string_view jmh_metric_of(std::string_view mode);

/// The metric of what a profiler or an auxiliary counter measures: "gc.count (thrpt)".
[[nodiscard]] std::string jmh_secondary_metric(std::string_view name, std::string_view mode);

/// Which way is better for that. Of profilers only costs have a direction.
[[nodiscard]] Direction jmh_secondary_direction(std::string_view unit);

} // namespace cb::parse
