#pragma once

#include "base/error.hpp"
#include "parse/formats/text_test.hpp"

#include <string_view>

/// The counters in google-benchmark's console output: "bytes_per_second=14.0384G/s".
namespace cb::parse {

/// What the counter of that name measures.
[[nodiscard]] TextMetric google_benchmark_metric(std::string_view name);

/// Whether the text starts like a counter's value, finite or not.
[[nodiscard]] bool is_google_benchmark_counter(std::string_view text);

/// The unscaled value: 1234570 for "1.23457M". Versions before 1.8 scale bytes by 1024 without
/// showing it ("14G/s", not "14Gi/s"), and so other counters at their author's request. Those are
/// taken as scaled by 1000, the default.
[[nodiscard]] Parsed<double> parse_google_benchmark_counter(const TextMetric& metric,
                                                            std::string_view text);

} // namespace cb::parse
