#pragma once

#include "base/quantity.hpp"
#include "stats/median_sequence.hpp"

#include <string>
#include <string_view>

namespace cb::stats {

/// Whether a benchmark runs once more.
enum class Decision {
    go_on,
    precise_enough, ///< the median is known as precisely as was asked
    out_of_time,
    out_of_runs,
};

/// When to stop repeating, declared before the first run: stopping when the figures please is how
/// one fools oneself.
///
/// What is guaranteed: the interval that precise_enough is decided by, and that interval() gives,
/// holds the median with at least `confidence`, although the rule looked after every run; and so it
/// does when it stopped for time. This needs runs that are independent and alike: against a machine
/// that drifts only interleaving helps (interleave.hpp). See MedianSequence for the method.
class StoppingRule {
public:
    struct Limits {
        std::optional<double> ci_percent{}; ///< half of the interval's width over the median
        double confidence = 0.95;
        std::size_t min_runs = 6;    ///< before precise_enough
        std::size_t max_runs = 1000; ///< these two end it whatever else is asked
        Duration max_time = std::chrono::hours{1};
        friend bool operator==(const Limits&, const Limits&) = default;
    };

    /// Reads "ci=1%,max=10m": keys and values in any order, each key once.
    ///   ci=1%            stop when the median is known to 1 %: from 0.001 % to 100 %
    ///   confidence=0.95  of that interval: from 0.5 to 0.9999
    ///   min=6            do not stop for ci before so many runs
    ///   max=1h           stop after that time, at least 1 ms, even before min
    ///   runs=1000        stop after so many runs, at most 10 000
    /// Shown are the defaults, except that without ci precision is not looked at. Refuses a rule
    /// with none of ci, max and runs, min without ci, more min than runs, and a ci that so few runs
    /// can never give.
    [[nodiscard]] static Parsed<StoppingRule> parse(std::string_view text);

    /// The whole rule with its defaults, the same text for the same rule; parse() reads it back.
    [[nodiscard]] std::string to_string() const;

    [[nodiscard]] const Limits& limits() const noexcept { return limits_; }

    /// To be asked after each run, with the wall times of all runs so far and the time since before
    /// the first. Precision counts before the limits. O(n log n).
    /// Throws Error{bad_input} for a wall time that is not finite.
    [[nodiscard]] Decision decide(std::span<const double> wall_s, Duration elapsed) const;

    /// Where the median is, in seconds. Without ci the interval is that of a fixed number of runs.
    /// None while there are too few. Throws as decide.
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
