#pragma once

#include "base/text_style.hpp"
#include "manifest/manifest.hpp"

#include <string>

namespace cb::terminal {

/// What was measured, in one line: "mirage/index 0123456789ab: 5 runs, wall time 1.234 s (1.212 to
/// 1.273 s), machine clean", followed by what the comparison with another image found. A job
/// without a commit has the name of its image. Safe for a terminal. \pre job.run()
[[nodiscard]] std::string summarize(const Manifest& job);

/// The run of a job as a block of lines: the median with its interval, the range and a histogram of
/// the wall times, processor time and memory, whether the machine was quiet, and what was read back
/// in the sandbox. Only the outcome if no iteration ended. Safe for a terminal. O(n log n) in the
/// iterations. \pre job.run()
[[nodiscard]] std::string to_run_block(const Manifest& job, const TextStyle& style);

} // namespace cb::terminal
