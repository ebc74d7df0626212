#pragma once

#include <cstddef>
#include <optional>

namespace cb::stats {

/// The error rates of a comparison: how often it reports a difference that does not exist, and how
/// often it finds one that does.
struct Aim {
    double significance = 0.05;
    double power = 0.9;
};

/// The smallest difference of levels that samples of these sizes can show, in the unit of
/// `deviation`, the standard deviation of one value. Relative noise gives a relative change.
///
/// (t(1 - significance/2) + t(power)) deviation sqrt(1/base + 1/candidate), with Student's
/// quantiles: within 1 % of R's power.t.test from 4 and 4 values on. Nullopt if a side has fewer
/// than needed_for_claim(significance). Throws Error{bad_input} unless significance and power are
/// between 0 and 1, and for a negative or infinite deviation.
[[nodiscard]] std::optional<double> find_detectable_change(double deviation,
                                                           std::size_t base,
                                                           std::size_t candidate,
                                                           const Aim& aim = {});

} // namespace cb::stats
