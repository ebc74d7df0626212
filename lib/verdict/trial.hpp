#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <variant>

/// Measurements that confirm() and bisect() request. Both are pure functions of what has been
/// measured so far: called again, they request what is still missing.
namespace cb::verdict {

/// One benchmark of one commit, a job.
struct Trial {
    std::size_t commit;    ///< its index in the order of history; 0 is the good end
    std::uint64_t attempt; ///< from 1
    friend bool operator==(const Trial&, const Trial&) = default;
};

/// It has not been measured, or failed for a reason that was not the commit's.
struct Due {};

/// It failed, and would fail again.
struct Broken {
    std::string reason; ///< for a person: "build_failed"
};

struct Measured {
    double value;  ///< median of the job's samples
    double wall_s; ///< how long the job ran
};

using TrialState = std::variant<Due, Broken, Measured>;

/// Says what is known of a trial. Its answers do not change during a call of confirm() or bisect().
using LookUp = std::function<TrialState(const Trial&)>;

} // namespace cb::verdict
