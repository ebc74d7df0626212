#pragma once

#include "base/quantity.hpp"
#include "manifest/known_job.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

/// When a commit whose job failed is due again.
namespace cb {

/// Failed jobs are due at once, however often they were tried.
struct RetryNow {
    std::optional<std::string> reason; ///< only those with this Failure::reason
};

struct RetryRule {
    /// How often a job is tried again whose failure was the commit's.
    std::uint64_t retries = 2;
    std::optional<RetryNow> at_once;
};

/// How long after its last try a job is tried again that failed `tries` times by that fault. The
/// commit's: 10 min, 1 h, 6 h, then a day. The machine's: 1 min, 4 min, 16 min, then an hour.
/// \pre `tries` is at least 1
[[nodiscard]] Duration retry_delay(Fault fault, std::uint64_t tries);

enum class Standing {
    due,    ///< not stored
    again,  ///< failed, and due again
    done,   ///< some job of the work is ok
    failed, ///< failed, and not due now
};

/// Where a work stands of which the store knows these jobs. A work is done when any of its jobs is
/// ok, and is due again when any of the others is; RetryNow makes it due again for any that failed.
[[nodiscard]] Standing standing_of(std::span<const KnownJob> jobs, const RetryRule& rule, Time now);

} // namespace cb
