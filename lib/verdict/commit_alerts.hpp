#pragma once

#include "manifest/words.hpp"
#include "verdict/step.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace cb::verdict {

/// What a step is to those who watch the series.
enum class Meaning {
    regression,
    improvement,
    change, ///< which way is better is unknown
};

[[nodiscard]] Meaning meaning_of(const Step& step, Direction direction) noexcept;

/// A step, and the series that has it: a number that the caller gave.
struct SeriesStep {
    std::size_t series;
    Step step;
};

/// What one commit did, as far as all series of a worker show it.
struct CommitAlert {
    enum class Cause {
        commit,
        machine, ///< half of all series moved the same way: see to the machine first
    };

    std::size_t commit; ///< that of the surest step
    Cause cause;
    std::vector<SeriesStep> steps; ///< surest first
};

/// Puts the open steps (suspected or confirmed) of one job's series together: one alert a commit,
/// in the order of the commits. The place of a step is known to a commit or two, so a step joins a
/// surer one of another series that is at most 2 commits away.
///
/// Of the steps at a commit those are kept that hold a false discovery rate of 5 % among `series`,
/// the number of series that were measured (stats/false_discovery.hpp).
///
/// Throws Error{bad_input} if there are more steps at a commit than series.
[[nodiscard]] std::vector<CommitAlert> group_by_commit(std::span<const SeriesStep> steps,
                                                       std::size_t series);

/// What one series of a job says about its newest value.
struct Residual {
    double moved;     ///< value less the level before it, as a logarithm: 0.05 is 5 % more
    double deviation; ///< standard deviation of that when nothing changed; > 0
};

/// That a whole job is shifted: the machine was another than before.
struct JobShift {
    double moved; ///< median over the series
    double share; ///< of the series that moved that way
};

/// Whether the series of a job moved together: at least 5 series, the median of their moves beyond
/// four standard errors of a median of as many independent ones and beyond half of a series' own
/// deviation, and three in four the same way. For the job's fitness: its values are suspect.
[[nodiscard]] std::optional<JobShift> find_job_shift(std::span<const Residual> series);

} // namespace cb::verdict
