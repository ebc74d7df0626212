#pragma once

#include "base/words.hpp"
#include "stats/interval.hpp"

#include <array>
#include <cstddef>
#include <optional>

/// What the history of a series shows: where its level changed, and how certain that is.
namespace cb {

namespace verdict {

enum class State {
    suspected, ///< a new level, on too few commits to be certain
    confirmed, ///< the new level persisted
    went_away, ///< the level returned to what it was, or the suspicion did not last
    bimodal,   ///< the series switches between two levels independently of the commits
    drifting,  ///< the level moves a little with each of many commits; no single one is to blame
};

} // namespace verdict

template <>
inline constexpr auto words<verdict::State> = std::array{
    Word{verdict::State::suspected, "suspected"},
    Word{verdict::State::confirmed, "confirmed"},
    Word{verdict::State::went_away, "went_away"},
    Word{verdict::State::bimodal, "bimodal"},
    Word{verdict::State::drifting, "drifting"},
};

namespace verdict {

/// A change of the level of a series. Commits are counted from 0, in the order of the history.
struct Step {
    std::size_t commit;          ///< the first commit with a value of the new level
    std::size_t previous_commit; ///< the last commit before it that has a value
    double before;               ///< level, in the unit of the series
    double after;
    /// (after - before) / |before|; nullopt if before is 0
    std::optional<double> change;
    std::optional<stats::Interval> interval; ///< of `change`
    double p_value; ///< the probability of such evidence by chance, at one place chosen in advance
    State state;
    std::size_t raised_at; ///< the commit at which the step was first reported
    friend bool operator==(const Step&, const Step&) = default;
};

/// Suspected or confirmed.
[[nodiscard]] constexpr bool is_open(State state) noexcept
{
    return state == State::suspected || state == State::confirmed;
}

} // namespace verdict

} // namespace cb
