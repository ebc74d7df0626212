#pragma once

#include "stats/rank_test.hpp"
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
    unsigned max_checks = 6;            ///< rounds that compare a commit with the one before it
    std::optional<Duration> max_time{}; ///< of all runs together
};

/// What was measured of a commit.
struct MeasuredLevel {
    std::size_t commit = 0;
    double log_ratio = 0; ///< ln(commit / commit 0)
};

/// What is known of the first commit with the other level.
struct Bisection {
    enum class State {
        measuring,
        found,
        several_commits, ///< no single one made most of the change
        ends_alike,      ///< no difference to find, or none that is certain: see `ends`
        end_broken,      ///< one of the ends cannot be measured: see `ends`
        unclear,         ///< no further measurement would help
        out_of_time,
    };

    State state = State::measuring;
    Confirmation ends{};
    /// The most probable commits, inclusive: one, or several that nothing can tell apart because
    /// all but the last are broken. With `several_commits`: from the first one after the last that
    /// has the old level to the first that has the new one. Meaningful once the ends are known to
    /// differ.
    std::size_t first = 0, last = 0;
    /// That the change happened in these. Unless `several_commits`: if one commit made all of it.
    double probability = 0;
    /// ln(commit `last` / the commit before `first`), if it is found: measured directly.
    std::optional<stats::Shift> change{};
    /// Of the commits that were measured, from the one before `first` to `last`. Only with `found`
    /// and `several_commits`.
    std::vector<MeasuredLevel> levels{};
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
/// likelihood of all its values if the commit has the level of either end, or one in the middle.
/// The density is Student's with 4 degrees of freedom, so that one outlier decides little, its
/// scale is a robust one of differences within rounds, and the difference of the ends is the median
/// over all rounds.
///
/// Commits with a middle level show that several share the change: the search ends, and names the
/// range. Otherwise it ends with a check of the most probable commit: rounds of four runs of it and
/// four of the one before it, interleaved. It is found if it made at least half of the change, and
/// the interval of its own change excludes 0.
///
/// A broken commit is stepped around: it is not measured, and what its neighbours cannot tell apart
/// is named together.
///
/// Deterministic: replays all rounds from what `look_up` answers. Throws as confirm(), and
/// Error{bad_input} unless there is a commit and 0.5 <= probability < 1 - 2 / max_odds.
[[nodiscard]] Bisection bisect(const BisectionRule& rule,
                               std::size_t last_commit,
                               std::uint64_t seed,
                               const LookUp& look_up);

} // namespace cb::verdict
