#pragma once

#include "base/log.hpp"
#include "base/quantity.hpp"
#include "base/text_style.hpp"
#include "engine/iterations.hpp"

#include <cstdint>
#include <optional>
#include <string>

/// The line that says how far long work is. Without a newline, and safe for a terminal.
namespace cb::terminal {

/// What is known of a run between two iterations.
struct RunState {
    engine::RunProgress::Phase phase{};
    unsigned number = 1; ///< of the current iteration, from 1
    std::optional<unsigned> planned{};
    std::optional<double> median_s{};
    std::optional<double> half_width{}; ///< of the median's 95 % interval, relative to the median
    std::optional<Verdict> verdict{};   ///< of the iterations so far
};

/// Copies what is shown, because the run changes. O(n log n) in the iterations.
[[nodiscard]] RunState find_state(const engine::RunProgress& progress);

/// "run 3/10  0:07, about 0:16 left  median 2.31 s ±1.2 %  machine clean". `elapsed` is since the
/// start of the job.
[[nodiscard]] std::string to_progress_line(const RunState& state, Duration elapsed);

/// "importing: 12,345 of 50,000 jobs, 4,115/s, 0:03, about 0:09 left". `elapsed` is since the
/// current part of the work began.
[[nodiscard]] std::string to_progress_line(const CountedWork& work, Duration elapsed);

/// A job of several, whose number is not known in advance.
struct JobWork {
    std::string verb{};              ///< "building"
    std::string name{};              ///< of the job
    std::uint64_t number = 0;        ///< of the job, from 1
    std::optional<Duration> usual{}; ///< how long the jobs before it took
};

/// "building mirage/index 0123456789ab, job 3, 0:42, usually 1:10"
[[nodiscard]] std::string to_progress_line(const JobWork& work, Duration elapsed);

} // namespace cb::terminal
