#include "verdict/bisection_model.hpp"

#include "stats/summary.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace cb::verdict {

namespace {

constexpr double impossible = -std::numeric_limits<double>::infinity();

/// Where a middle level lies between the ends. One closer to an end is not told from that end's:
/// the memory layout of an image may be worth as much.
constexpr double middle_share = 0.5;

/// The probability, before the measurements, that several commits share the change.
constexpr double prior_of_several = 0.05;

/// Differences of neighbors, which have no part of a level that all share: each is sqrt(2) times as
/// noisy as a value.
void add_differences(std::vector<double>& differences, std::span<const double> values)
{
    for (std::size_t i = 0; i + 1 < values.size(); i += 2) {
        differences.push_back(values[i + 1] - values[i]);
    }
}

/// ln(exp(a) + exp(b))
double log_sum(double a, double b)
{
    const double high = std::max(a, b);
    return high == impossible ? high : high + std::log1p(std::exp(std::min(a, b) - high));
}

/// ln of the density of all values of the round, up to a constant, if the commit's level is the old
/// end's plus `offset`. Student's distribution with 4 degrees of freedom. The old end's level is
/// that of this round.
double log_density(const Round& round, const MeasuredStep& step, double offset)
{
    auto values = round.old_end;
    for (const double value : round.new_end) {
        values.push_back(value - step.difference);
    }
    for (const double value : round.commit) {
        values.push_back(value - offset);
    }
    const double level = stats::median(values);
    return std::accumulate(values.begin(), values.end(), 0.0, [&](double sum, double value) {
        const double distance = (value - level) / step.scale;
        return sum - 2.5 * std::log(1 + distance * distance / 4);
    });
}

} // namespace

MeasuredStep measure_step(std::span<const Round> rounds)
{
    std::vector<double> steps;
    std::vector<double> noise;
    for (const auto& round : rounds) {
        const auto pairs = std::min(round.old_end.size(), round.new_end.size());
        for (std::size_t i = 0; i < pairs; ++i) {
            steps.push_back(round.new_end[i] - round.old_end[i]);
        }
        add_differences(noise, round.old_end);
        add_differences(noise, round.new_end);
        add_differences(noise, round.commit);
    }
    MeasuredStep step{stats::median(steps), 0};
    for (const double one : steps) {
        noise.push_back(one - step.difference);
    }
    for (auto& one : noise) {
        one = std::abs(one) / std::sqrt(2.0);
    }
    // The standard deviation, by the median of absolute deviations; the second factor is the
    // uncertainty of the difference itself.
    const double scale =
        1.4826 * stats::median(noise) * std::sqrt(1 + 1.57 / static_cast<double>(steps.size()));
    step.scale = std::max(scale, std::abs(step.difference) / 100); // constant values
    return step;
}

double LevelOdds::certainty() const
{
    std::array levels{old_level, middle, new_level};
    std::sort(levels.begin(), levels.end());
    return levels[2] - levels[1];
}

LevelOdds LevelOdds::limited(double max_odds) const
{
    const double highest = std::max({old_level, middle, new_level});
    const auto limit = [&](double odds) { return std::max(odds - highest, -max_odds); };
    return {limit(old_level), limit(middle), limit(new_level)};
}

LevelOdds
weigh_levels(std::span<const Round> rounds, const MeasuredStep& step, double max_round_odds)
{
    LevelOdds sum;
    for (const auto& round : rounds) {
        if (round.commit.empty()) {
            continue;
        }
        const auto odds = LevelOdds{log_density(round, step, 0),
                                    log_density(round, step, middle_share * step.difference),
                                    log_density(round, step, step.difference)}
                              .limited(max_round_odds);
        sum.old_level += odds.old_level;
        sum.middle += odds.middle;
        sum.new_level += odds.new_level;
    }
    return sum;
}

double measure_level(std::span<const Round> rounds, const MeasuredStep& step)
{
    std::vector<double> differences;
    for (const auto& round : rounds) {
        auto ends = round.old_end;
        for (const double value : round.new_end) {
            ends.push_back(value - step.difference);
        }
        for (const double value : round.commit) {
            if (!ends.empty()) {
                differences.push_back(value - stats::median(ends));
            }
        }
    }
    return differences.empty() ? 0 : stats::median(differences);
}

PlaceOfChange::PlaceOfChange(std::size_t last, const std::map<std::size_t, LevelOdds>& odds)
    : leave_(last + 1, 0.0), reach_(last + 1, 0.0), left_(last + 1, 0.0), reached_(last + 1, 0.0),
      changed_(last + 1, 0.0)
{
    for (std::size_t k = 1; k < last; ++k) {
        const auto known = odds.find(k);
        const auto level = known == odds.end() ? LevelOdds{} : known->second;
        leave_[k + 1] = leave_[k] + level.old_level - level.middle;
        reach_[k + 1] = reach_[k] + level.middle - level.new_level;
    }
    const auto count = static_cast<double>(last);
    ln_single_ = std::log((1 - prior_of_several) / count);
    ln_pair_ = last > 1 ? std::log(2 * prior_of_several / (count * (count - 1))) : impossible;
    // ln of the probabilities that the level is left, and that it is reached, at each commit.
    std::vector<double> leaving(last + 1, impossible);
    std::vector<double> reaching(last + 1, impossible);
    double before = impossible; // the sum of leave_
    double ln_one = impossible;
    ln_total_ = impossible;
    for (std::size_t k = 1; k <= last; ++k) {
        leaving[k] = ln_single_ + leave_[k] + reach_[k];
        reaching[k] = log_sum(leaving[k], ln_pair_ + before + reach_[k]);
        ln_one = log_sum(ln_one, leaving[k]);
        ln_total_ = log_sum(ln_total_, reaching[k]);
        before = log_sum(before, leave_[k]);
    }
    for (std::size_t k = 1; k <= last; ++k) {
        changed_[k] = changed_[k - 1] + std::exp(leaving[k] - ln_one);
        reached_[k] = std::min(1.0, reached_[k - 1] + std::exp(reaching[k] - ln_total_));
    }
    double after = impossible; // the sum of reach_
    for (std::size_t j = last; j > 0; --j) {
        leaving[j] = log_sum(leaving[j], ln_pair_ + leave_[j] + after);
        after = log_sum(after, reach_[j]);
    }
    for (std::size_t j = 1; j <= last; ++j) {
        left_[j] = std::min(1.0, left_[j - 1] + std::exp(leaving[j] - ln_total_));
    }
}

double PlaceOfChange::middle(std::size_t commit) const
{
    return std::max(0.0, left_[commit] - reached_[commit]);
}

double PlaceOfChange::within(std::size_t first, std::size_t last) const
{
    double before = impossible;
    double sum = impossible;
    for (std::size_t k = first; k <= last; ++k) {
        sum = log_sum(sum, ln_single_ + leave_[k] + reach_[k]);
        sum = log_sum(sum, ln_pair_ + before + reach_[k]);
        before = log_sum(before, leave_[k]);
    }
    return std::min(1.0, std::exp(sum - ln_total_));
}

} // namespace cb::verdict
