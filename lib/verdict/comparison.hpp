#pragma once

#include "manifest/words.hpp"
#include "stats/geometric_mean.hpp"
#include "stats/interval.hpp"
#include "stats/rank_test.hpp"
#include "verdict/machine_counts.hpp"

#include <compare>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// What two sets of results say about each other, series by series: pure functions.
namespace cb::verdict {

/// Jobs with different environments are not comparable.
struct Environment {
    std::string worker, host_key, config;
    friend auto operator<=>(const Environment&, const Environment&) = default;
};

/// The values of one series in one job.
struct JobValues {
    Environment environment;
    std::vector<double> values;       ///< at least one
    Verdict machine = Verdict::clean; ///< during the job; clean if nothing is known
};

/// The median of one series in an earlier job. They are many, so they share their environments.
struct EarlierMedian {
    std::shared_ptr<const Environment> environment; ///< not null
    double value;
};

struct SeriesName {
    std::string benchmark, test, metric, unit;
    Direction direction = Direction::unknown;
};

/// One series of one side.
struct SideSeries {
    SeriesName name;
    std::vector<JobValues> jobs; ///< at least one
};

/// One series of both sides, in one unit. A side without the series is empty.
struct SeriesPair {
    SeriesName name;
    std::vector<JobValues> base, candidate;
    /// One per earlier job, oldest first: how much jobs vary. May be empty.
    std::vector<EarlierMedian> history;
    /// The unit of the candidate if it cannot be converted to that of `name`.
    std::optional<std::string> other_unit;
};

/// Pairs the series of the same benchmark, test and metric, and converts the candidate's values to
/// the base's unit. If the sides disagree about the direction, it is unknown.
[[nodiscard]] std::vector<SeriesPair> pair_series(std::vector<SideSeries> base,
                                                  std::vector<SideSeries> candidate);

/// What is said of a series.
enum class Finding {
    slower,        ///< worse, as in cb::Comparison
    faster,        ///< better
    changed,       ///< different; the better direction is unknown
    unstable,      ///< no difference seen, but one that matters could be hidden by the noise
    too_few,       ///< too few values to decide
    units_differ,  ///< the units cannot be converted
    not_a_number,  ///< some value is not finite
    appeared,      ///< only the candidate has the series
    vanished,      ///< only the base has it
    no_difference, ///< any difference is within the noise or the threshold
};

[[nodiscard]] constexpr bool is_change(Finding finding)
{
    return finding == Finding::slower || finding == Finding::faster || finding == Finding::changed;
}

} // namespace cb::verdict

namespace cb {

template <>
inline constexpr auto words<verdict::Finding> =
    std::array{Word{verdict::Finding::slower, "slower"},
               Word{verdict::Finding::faster, "faster"},
               Word{verdict::Finding::changed, "changed"},
               Word{verdict::Finding::unstable, "unstable"},
               Word{verdict::Finding::too_few, "too_few"},
               Word{verdict::Finding::units_differ, "units_differ"},
               Word{verdict::Finding::not_a_number, "not_a_number"},
               Word{verdict::Finding::appeared, "appeared"},
               Word{verdict::Finding::vanished, "vanished"},
               Word{verdict::Finding::no_difference, "no_difference"}};

} // namespace cb

namespace cb::verdict {

/// What a finding rests on.
enum class Basis {
    nothing, ///< no test was possible
    exact,   ///< the metric must not move, so any change counts
    jobs,    ///< rank test of the medians of the jobs
    samples, ///< rank test of the samples of one job per side, which are not independent
    history, ///< the noise of the series' earlier jobs and of the samples, whichever is larger
};

} // namespace cb::verdict

namespace cb {

template <>
inline constexpr auto words<verdict::Basis> = std::array{Word{verdict::Basis::nothing, "nothing"},
                                                         Word{verdict::Basis::exact, "exact"},
                                                         Word{verdict::Basis::jobs, "jobs"},
                                                         Word{verdict::Basis::samples, "samples"},
                                                         Word{verdict::Basis::history, "history"}};

} // namespace cb

namespace cb::verdict {

/// One side of a series.
struct Level {
    double median;                ///< of the jobs' medians, or of the samples of the only job
    std::optional<double> spread; ///< half of the median's interval of 0.95, relative to the median
    std::size_t n;                ///< values: jobs, or the samples of the only job
};

struct Row {
    SeriesName name;
    bool has_namesake = false; ///< another benchmark of the comparison has a test of this name
    /// Set if the series was measured in several environments; each has its row.
    std::optional<Environment> environment;
    std::optional<Level> base, candidate;
    Finding finding{};
    Basis basis = Basis::nothing;
    /// How much larger the candidate is, relative to the base: 0.05 is 5 % more. Nullopt if the
    /// base is 0. By Hodges and Lehmann for a rank test, otherwise of the medians.
    std::optional<double> change;
    std::optional<stats::Interval> interval; ///< of `change`, 0.95
    std::optional<double> p_value; ///< adjusted for all series (stats/false_discovery.hpp)
    std::optional<double> visible; ///< the smallest change that would be found in 9 of 10 cases
    std::optional<stats::Needed> needed;   ///< with too_few
    std::optional<std::string> other_unit; ///< with units_differ
};

/// The common change of all series of a metric with positive values on both sides.
struct MetricMean {
    std::string metric, unit;
    std::size_t series;
    stats::GeometricMean ratio; ///< candidate / base
};

enum class Hosts {
    same,
    any, ///< compare also what was measured in different environments
};

struct ComparisonOptions {
    double threshold = 0.01; ///< a smaller relative change does not count
    /// A series without a visible difference is unstable if it could hide a larger one than this.
    /// What nobody would act upon may stay hidden, so this is above the threshold.
    double unstable_above = 0.05;
    double significance = 0.05; ///< rate of false discoveries among all series
    Hosts hosts = Hosts::same;
};

struct ComparisonReport {
    std::string base, candidate;                 ///< as the user named them
    MachineCounts base_jobs{}, candidate_jobs{}; ///< of the series with the most jobs
    ComparisonOptions options;
    std::vector<Row> rows; ///< by finding, in the order of the enumeration; then by effect
    std::vector<MetricMean> means;
};

/// Compares both sides of all series. Benjamini and Hochberg's method controls the false
/// discoveries over all of them. Throws Error{usage} if Hosts::same forbids the comparison of a
/// series that has no environment in common.
[[nodiscard]] ComparisonReport compare_series(std::span<const SeriesPair> pairs,
                                              const ComparisonOptions& options = {});

/// The number of rows with this finding.
[[nodiscard]] std::size_t count(const ComparisonReport& report, Finding finding);

/// Whether some series is slower by at least `min_change`, a relative change. An unknown relative
/// change counts.
[[nodiscard]] bool has_regression(const ComparisonReport& report, double min_change);

} // namespace cb::verdict
