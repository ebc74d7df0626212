#pragma once

#include "stats/draw.hpp"
#include "verdict/bisection.hpp"

#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <utility>

namespace cb::verdict {

/// A history whose commits from `culprit` on take longer, and the runs made so far.
struct SimulatedHistory {
    std::size_t culprit;
    double step = 0.06;
    double noise = 0.03;
    double drift_per_run = 0;
    std::size_t second_culprit = 0; ///< 0: none; the step is as high
    double drift_per_commit = 0;
    std::size_t runs_per_load = 0; ///< after so many runs, the load of the machine changes
    std::set<std::size_t> broken{};
    std::uint64_t attempts_until_broken = 0; ///< the broken ones can be measured so often before
    stats::Random random;
    double load = 1;
    std::map<std::pair<std::size_t, std::uint64_t>, double> runs{};

    [[nodiscard]] TrialState look_up(const Trial& trial) const
    {
        const auto run = runs.find({trial.commit, trial.attempt});
        if (run == runs.end()) {
            return Due{};
        }
        if (broken.contains(trial.commit) && trial.attempt > attempts_until_broken) {
            return Broken{"build_failed"};
        }
        return Measured{run->second, 1};
    }

    void measure(const Trial& trial)
    {
        double level = trial.commit >= culprit ? 1 + step : 1;
        level += second_culprit > 0 && trial.commit >= second_culprit ? step : 0;
        level += drift_per_commit * static_cast<double>(trial.commit);
        const double drift = 1 + drift_per_run * static_cast<double>(runs.size());
        if (runs_per_load > 0 && runs.size() % runs_per_load == 0) {
            load = 1 + 0.003 * static_cast<double>(random.below(101));
        }
        const auto value = level * drift * load * std::exp(noise * stats::draw_normal(random));
        runs.emplace(std::pair{trial.commit, trial.attempt}, value);
    }
};

/// Asks, measures what is due, and asks again until nothing is due.
template <typename Found>
Found complete(SimulatedHistory& history, const std::function<Found(const LookUp&)>& ask)
{
    while (true) {
        auto found = ask([&history](const Trial& trial) { return history.look_up(trial); });
        if (found.due.empty()) {
            return found;
        }
        for (const auto& trial : found.due) {
            history.measure(trial);
        }
    }
}

inline Bisection find(SimulatedHistory& history, std::size_t last, const BisectionRule& rule = {})
{
    return complete<Bisection>(
        history, [&](const LookUp& look_up) { return bisect(rule, last, 1, look_up); });
}

inline Confirmation find_difference(SimulatedHistory& history, const ConfirmationRule& rule = {})
{
    return complete<Confirmation>(
        history, [&](const LookUp& look_up) { return confirm(rule, 0, 1, 1, look_up); });
}

} // namespace cb::verdict
