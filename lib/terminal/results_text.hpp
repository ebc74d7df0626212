#pragma once

#include "base/text_style.hpp"
#include "manifest/manifest.hpp"

#include <string>

namespace cb::terminal {

/// The results of a job as a table: a line per series with its median, range, number of samples and
/// better direction. Empty without results. Safe for a terminal. O(n log n) in the samples.
[[nodiscard]] std::string to_results_table(const Manifest& job, const TextStyle& style);

/// "format cb: 12 series, 120 samples; 1 rejected", with a newline. \pre job.parsed()
[[nodiscard]] std::string to_reading_line(const Manifest& job, const TextStyle& style);

} // namespace cb::terminal
