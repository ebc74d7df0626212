#pragma once

#include "verdict/confirmation.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace cb::verdict {

struct BisectionRule {
    ConfirmationRule ends{};   ///< whether the ends differ at all
    double probability = 0.99; ///< at which a commit is named
    /// Runs of one image share its memory layout, which no repetition averages out. So one commit
    /// never counts for more than these odds.
    double max_odds = 1000;
    double max_round_odds = 50;         ///< of one round, in which the machine may have changed
    unsigned max_rounds = 10;           ///< of one commit
    std::optional<Duration> max_time{}; ///< of all runs together
};

/// What is known of the first commit with the other level.
struct Bisection {
    enum class State {
        measuring,
        found,
        ends_alike, ///< no difference to find, or none that is certain: see `ends`
        end_broken, ///< one of the ends cannot be measured: see `ends`
        unclear,    ///< no further measurement would help
        out_of_time,
    };

    State state = State::measuring;
    Confirmation ends{};
    /// The most probable commits, inclusive: one, or several that nothing can tell apart because
    /// all but the last are broken. Meaningful once the ends are known to differ.
    std::size_t first = 0, last = 0;
    double probability = 0;         ///< of these together
    std::set<std::size_t> broken{}; ///< commits that were stepped around
    std::size_t runs = 0;           ///< that are ok
    double spent_s = 0;             ///< their duration
    std::vector<Trial> due{};       ///< what to measure next, in this order; only while measuring
};

/// Finds the commit, from 1 to `last_commit`, that changed the level: 0 has the old one, and
/// `last_commit` the new one. First confirms that the ends differ. Then a noisy binary search
/// (Burnashev and Zigangirov, "An Interval Estimation Problem for Controlled Observations",
/// Problems of Information Transmission 10(3), 1974; Karp and Kleinberg, "Noisy Binary Search and
/// Its Applications", SODA 2007; Waeber, Frazier and Henderson, "Bisection Search with Noisy
/// Responses", SIAM Journal on Control and Optimization 51(3), 2013): keeps the probability of each
/// commit, equal at first, and measures the commit that divides it in halves.
///
/// A round is four runs of that commit with two of each end, interleaved. Only values of one round
/// are compared, because the machine may be faster or slower in another one: a round counts by the
/// likelihood of all its values if the commit has the level of either end. The density is Student's
/// with 4 degrees of freedom, so that one outlier decides little, its scale is a robust one of
/// differences within rounds, and the difference of the ends is the median over all rounds.
///
/// A broken commit is stepped around: it is not measured, and what its neighbours cannot tell apart
/// is named together. The probability assumes that one commit changed the level.
///
/// Deterministic: replays all rounds from what `look_up` answers. Throws as confirm(), and
/// Error{bad_input} unless there is a commit and 0.5 <= probability < 1 - 2 / max_odds.
[[nodiscard]] Bisection bisect(const BisectionRule& rule,
                               std::size_t last_commit,
                               std::uint64_t seed,
                               const LookUp& look_up);

} // namespace cb::verdict
