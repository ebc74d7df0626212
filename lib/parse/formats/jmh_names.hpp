#pragma once

#include "manifest/sections.hpp"

#include <string>
#include <string_view>

/// Names of what JMH measures, for all of its file formats.
namespace cb::parse {

/// What a mode measures: "throughput" for "thrpt"; an unknown mode's own name. A benchmark can run
/// in several modes, and their figures are not comparable.
[[nodiscard]] std::string_view jmh_metric_of(std::string_view mode);

/// The metric name of a profiler or an auxiliary counter: "gc.count (thrpt)".
[[nodiscard]] std::string jmh_secondary_metric(std::string_view name, std::string_view mode);

/// The better direction of that metric. Of profiler metrics, only costs have a direction.
[[nodiscard]] Direction jmh_secondary_direction(std::string_view unit);

} // namespace cb::parse
