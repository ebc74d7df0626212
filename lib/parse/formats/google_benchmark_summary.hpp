#pragma once

#include "parse/collector.hpp"

namespace cb::parse {

/// Adds the aggregates of a test that google-benchmark printed without samples. Without a mean it
/// uses the median; without either, it rejects them as "test/metric".
void add_google_benchmark_summary(Result aggregates, Collector& collector);

} // namespace cb::parse
