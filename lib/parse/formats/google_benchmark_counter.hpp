#pragma once

#include "base/error.hpp"
#include "parse/formats/text_test.hpp"

#include <string_view>

/// The counters in the console of google-benchmark: "bytes_per_second=14.0384G/s".
namespace cb::parse {

/// What the counter of that name measures.
[[nodiscard]] TextMetric google_benchmark_metric(std::string_view name);

/// Whether the text begins like the value of a counter, finite or not.
[[nodiscard]] bool is_google_benchmark_counter(std::string_view text);

/// The value, scaled back: 1234570 of "1.23457M". Versions before 1.8 scale bytes by 1024 without
/// saying so ("14G/s", not "14Gi/s"), and other counters where their author asked for it: those are
/// taken to be scaled by 1000, as is the default.
[[nodiscard]] Parsed<double> parse_google_benchmark_counter(const TextMetric& metric,
                                                            std::string_view text);

} // namespace cb::parse
