#pragma once

#include "base/quantity.hpp"
#include "stats/rank_test.hpp"
#include "verdict/trial.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cb::verdict {

struct ConfirmationRule {
    /// The numbers of pairs after which to look: ten to screen, the others to confirm.
    std::vector<std::size_t> looks{10, 30, 60, 100};
    double error = 0.01;                ///< of all looks together
    double tolerance = 0.02;            ///< a smaller relative difference is no difference
    std::optional<Duration> max_time{}; ///< of all runs together
};

/// What the pairs show so far.
struct Confirmation {
    enum class State {
        measuring,
        different,
        same,      ///< within the tolerance
        undecided, ///< after the last look
        broken,    ///< one of the commits cannot be measured
        out_of_time,
    };

    State state = State::measuring;
    std::uint64_t attempts = 0; ///< of each commit, up to the last look
    std::size_t pairs = 0;      ///< of these, those that it compared: both runs are ok
    /// ln(candidate / base) at the last look; the interval is absent if there are too few pairs.
    std::optional<stats::Shift> shift{};
    std::optional<std::size_t> broken_commit{};
    std::string broken_reason{};
    double spent_s = 0;       ///< duration of all finished runs
    std::vector<Trial> due{}; ///< what to measure next, in this order; only while measuring
};

/// Whether the candidate's level differs from the base's, by pairs that run interleaved: a group
/// sequential test with repeated confidence intervals (Jennison and Turnbull, "Interim Analyses:
/// The Repeated Confidence Interval Approach", Journal of the Royal Statistical Society B 51(3),
/// 1989). Looks only at the planned numbers of pairs. At each look, Hodges and Lehmann's interval
/// of the logarithms has the confidence 1 minus that look's share of the error
/// (stats/alpha_spending.hpp). So all intervals hold at once with 1 - error: one that excludes 0 is
/// a difference, and one within the tolerance is none that matters; either ends the test.
///
/// The attempts of both commits are 1, 2, …; the order is stats::order() of the seed. A job that is
/// broken leaves its pair out. Throws Error{bad_input} for a value that is not positive, which has
/// no relative change.
[[nodiscard]] Confirmation confirm(const ConfirmationRule& rule,
                                   std::size_t base,
                                   std::size_t candidate,
                                   std::uint64_t seed,
                                   const LookUp& look_up);

} // namespace cb::verdict
