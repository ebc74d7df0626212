#pragma once

#include "base/quantity.hpp"
#include "stats/median_sequence.hpp"

#include <string>
#include <string_view>

namespace cb::stats {

/// Whether to run a benchmark once more.
enum class Decision {
    go_on,
    precise_enough, ///< the median is known as precisely as requested
    out_of_time,
    out_of_runs,
};

/// When to stop repeating, declared before the first run. Stopping as soon as the figures look good
/// is self-deception.
///
/// Guarantee: the interval that decides precise_enough, which interval() returns, covers the median
/// with at least `confidence` even though the rule checks after every run, and also if it stops for
/// time. This requires independent, identically distributed runs. Against a machine that drifts,
/// only interleaving helps (interleave.hpp). MedianSequence describes the method.
class StoppingRule {
public:
    struct Limits {
        std::optional<double> ci_percent{}; ///< half of the interval's width relative to the median
        double confidence = 0.95;
        std::size_t min_runs = 6;    ///< required for precise_enough
        std::size_t max_runs = 1000; ///< this and max_time always end it
        Duration max_time = std::chrono::hours{1};
        friend bool operator==(const Limits&, const Limits&) = default;
    };

    /// Reads "ci=1%,max=10m": keys and values in any order, each key once.
    ///   ci=1%            stop when the median is known to 1 %: from 0.001 % to 100 %
    ///   confidence=0.95  of that interval: from 0.5 to 0.9999
    ///   min=6            do not stop for ci before this many runs
    ///   max=1h           stop after this time, at least 1 ms, even before min
    ///   runs=1000        stop after this many runs, at most 10 000
    /// The values above are the defaults, except that without ci precision is not checked. Rejects
    /// a rule without ci, max and runs, min without ci, min greater than runs, and a ci that so few
    /// runs can never reach.
    [[nodiscard]] static Parsed<StoppingRule> parse(std::string_view text);

    /// The whole rule including defaults; equal rules give equal texts. parse() reads it back.
    [[nodiscard]] std::string to_string() const;

    [[nodiscard]] const Limits& limits() const noexcept { return limits_; }

    /// Call after each run, with the wall times of all runs so far and the time since before the
    /// first. Precision takes precedence over the limits. O(n log n). Throws Error{bad_input} for a
    /// wall time that is not finite.
    [[nodiscard]] Decision decide(std::span<const double> wall_s, Duration elapsed) const;

    /// The interval of the median, in seconds. Without ci it is the one for a fixed number of runs.
    /// Nullopt while there are too few runs. Throws as decide() does.
    [[nodiscard]] std::optional<Interval> interval(std::span<const double> wall_s) const;

    friend bool operator==(const StoppingRule& a, const StoppingRule& b)
    {
        return a.limits_ == b.limits_;
    }

private:
    /// \pre limits.min_runs <= limits.max_runs
    explicit StoppingRule(const Limits& limits)
        : limits_{limits}, sequence_{limits.confidence, limits.min_runs, limits.max_runs}
    {}

    Limits limits_;
    MedianSequence sequence_;
};

} // namespace cb::stats
