#pragma once

#include "manifest/words.hpp"
#include "verdict/step.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace cb {

namespace verdict {

/// What a step means to the users of the series.
enum class Meaning {
    regression,
    improvement,
    change, ///< the better direction is unknown
};

[[nodiscard]] Meaning meaning_of(const Step& step, Direction direction) noexcept;

/// A step and its series, a number chosen by the caller.
struct SeriesStep {
    std::size_t series;
    Step step;
};

/// The effect of one commit across all series of a worker.
struct CommitAlert {
    enum class Cause {
        commit,
        machine, ///< half of all series moved the same way: check the machine first
    };

    std::size_t commit; ///< of the most certain step
    Cause cause;
    std::vector<SeriesStep> steps; ///< most certain first
};

/// A step's place is uncertain by this many commits.
inline constexpr std::size_t max_place_error = 2;

/// Whether steps at these commits may have the same cause.
[[nodiscard]] constexpr bool is_near(std::size_t commit, std::size_t other) noexcept
{
    return (commit < other ? other - commit : commit - other) <= max_place_error;
}

/// Groups the open steps (suspected or confirmed) of one job's series: one alert per commit, in
/// commit order. A step joins a more certain one of another series near it.
///
/// Keeps those steps at a commit that satisfy a false discovery rate of 5 % among `series`, the
/// number of measured series (stats/false_discovery.hpp).
///
/// Throws Error{bad_input} if there are more steps at a commit than series.
[[nodiscard]] std::vector<CommitAlert> group_by_commit(std::span<const SeriesStep> steps,
                                                       std::size_t series);

/// What one series of a job shows at its newest value.
struct Residual {
    double moved;     ///< value minus the level before it, as a logarithm: 0.05 is 5 % more
    double deviation; ///< standard deviation of `moved` without a change; > 0
};

/// The shift of a whole job, which suggests that the machine changed.
struct JobShift {
    double moved; ///< median over the series
    double share; ///< of the series that moved in that direction
};

/// Whether the series of a job moved together. Requires at least 5 series, three in four of them in
/// the same direction, and a median move beyond both four standard errors of the median of as many
/// independent moves and half of one series' own deviation. Used for the job's fitness: its values
/// are suspect.
[[nodiscard]] std::optional<JobShift> find_job_shift(std::span<const Residual> series);

} // namespace verdict

template <>
inline constexpr auto words<verdict::Meaning> = std::array{
    Word{verdict::Meaning::regression, "regression"},
    Word{verdict::Meaning::improvement, "improvement"},
    Word{verdict::Meaning::change, "change"},
};
template <>
inline constexpr auto words<verdict::CommitAlert::Cause> = std::array{
    Word{verdict::CommitAlert::Cause::commit, "commit"},
    Word{verdict::CommitAlert::Cause::machine, "machine"},
};

} // namespace cb
