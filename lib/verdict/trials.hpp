#pragma once

#include "verdict/trial.hpp"

#include <span>
#include <vector>

namespace cb::verdict {

/// ln(value). Throws Error{bad_input} unless it is positive.
[[nodiscard]] double log_of(const Measured& measured);

/// The trials of an order of stats::order(), where commits[i] is the i-th contestant. The attempts
/// of each commit count from first_attempts[i] on, in the order of their runs. A commit may have
/// several contestants; they count together from the first one's.
[[nodiscard]] std::vector<Trial> to_trials(std::span<const unsigned> order,
                                           std::span<const std::size_t> commits,
                                           std::span<const std::uint64_t> first_attempts);

/// Those of the trials that are due, in the same order.
[[nodiscard]] std::vector<Trial> find_due(std::span<const Trial> trials, const LookUp& look_up);

} // namespace cb::verdict
