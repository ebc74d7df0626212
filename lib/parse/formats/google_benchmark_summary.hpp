#pragma once

#include "parse/collector.hpp"

namespace cb::parse {

/// Adds the aggregates of a test that google-benchmark printed without its samples. Where there is
/// no mean the median stands for it; with neither they are rejected, as "test/metric".
void add_google_benchmark_summary(Result aggregates, Collector& collector);

} // namespace cb::parse
