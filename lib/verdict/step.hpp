#pragma once

#include "stats/interval.hpp"

#include <cstddef>
#include <optional>

/// What the history of a series says: where its level changed, and how sure that is.
namespace cb::verdict {

enum class State {
    suspected, ///< a new level, seen on too few commits to be sure
    confirmed, ///< the new level has lasted
    went_away, ///< the level is what it was before, or the suspicion did not last
    bimodal,   ///< the series goes to and fro between two levels, whatever the commit
    drifting,  ///< the level moves a little with each of many commits; no single one is to blame
};

/// A change of the level of a series. Commits are counted from 0, in the order of the history.
struct Step {
    std::size_t commit;          ///< the first with a value of the new level
    std::size_t previous_commit; ///< the last before it that has a value
    double before;               ///< level, in the unit of the series
    double after;
    std::optional<double> change;            ///< (after - before) / |before|; absent if before is 0
    std::optional<stats::Interval> interval; ///< of `change`
    double p_value; ///< of so much evidence by chance, for one place that was chosen beforehand
    State state;
    std::size_t raised_at; ///< the commit at which the step was first reported
    friend bool operator==(const Step&, const Step&) = default;
};

/// Suspected or confirmed.
[[nodiscard]] constexpr bool is_open(State state) noexcept
{
    return state == State::suspected || state == State::confirmed;
}

} // namespace cb::verdict
