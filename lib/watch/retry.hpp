#pragma once

#include "base/quantity.hpp"
#include "manifest/known_job.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

/// When a commit whose job failed is due again.
namespace cb::watch {

/// Failed jobs are due at once, regardless of the number of tries.
struct RetryNow {
    std::optional<std::string> reason; ///< only jobs with this Failure::reason
};

struct RetryRule {
    /// How often a job is retried if its failure was the commit's fault.
    std::uint64_t retries = 2;
    std::optional<RetryNow> at_once;
};

/// The delay between the last try and the next one, after `tries` failures with this fault. Commit:
/// 10 min, 1 h, 6 h, then a day. Machine: 1 min, 4 min, 16 min, then an hour. \pre `tries` is at
/// least 1
[[nodiscard]] Duration retry_delay(Fault fault, std::uint64_t tries);

enum class Standing {
    due,    ///< not stored
    again,  ///< failed, and due again
    done,   ///< at least one job of the work is ok
    failed, ///< failed, and not due now
};

/// The standing of a work with these stored jobs. A work is done if any of its jobs is ok, and due
/// again if any of the others is due again. RetryNow makes it due again if any job failed.
[[nodiscard]] Standing
find_standing(std::span<const KnownJob> jobs, const RetryRule& rule, Time now);

} // namespace cb::watch
