#include "verdict/bisection.hpp"

#include "base/error.hpp"
#include "stats/interleave.hpp"
#include "stats/summary.hpp"
#include "verdict/trials.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace cb::verdict {

namespace {

constexpr unsigned runs_per_end = 2;    ///< in a round
constexpr unsigned runs_per_commit = 4; ///< in a round
/// The attempts of the ends in rounds; those of confirm() are below.
constexpr std::uint64_t first_attempt_of_rounds = 1001;

/// Values, as logarithms, that were measured close to each other: the machine hardly changed.
struct Round {
    std::vector<double> old_end{}, new_end{}, commit{};
};

/// The difference of the ends, and the noise within a round.
struct MeasuredStep {
    double difference, scale;
};

/// Differences of neighbors, which have no part of a level that all share: each is sqrt(2) times as
/// noisy as a value.
void add_differences(std::vector<double>& differences, std::span<const double> values)
{
    for (std::size_t i = 0; i + 1 < values.size(); i += 2) {
        differences.push_back(values[i + 1] - values[i]);
    }
}

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

/// ln(density with the new level / density with the old level) of the rounds of a commit.
/// `max_odds` is the largest that one round counts.
double log_odds(std::span<const Round> rounds, const MeasuredStep& step, double max_odds)
{
    double sum = 0;
    for (const auto& round : rounds) {
        if (!round.commit.empty()) {
            const double odds =
                log_density(round, step, step.difference) - log_density(round, step, 0);
            sum += std::clamp(odds, -max_odds, max_odds);
        }
    }
    return sum;
}

class Bisecting {
public:
    Bisecting(const BisectionRule& rule,
              std::size_t last_commit,
              std::uint64_t seed,
              const LookUp& look_up)
        : rule_{rule}, last_{last_commit}, seed_{seed}, look_up_{look_up}
    {}

    [[nodiscard]] Bisection run()
    {
        auto ends = rule_.ends;
        ends.max_time = rule_.max_time;
        found_.ends = confirm(ends, 0, last_, seed_, look_up_);
        for (std::uint64_t attempt = 1; attempt <= found_.ends.attempts; ++attempt) {
            Round pair;
            add(pair.old_end, take({0, attempt}));
            add(pair.new_end, take({last_, attempt}));
            rounds_.push_back(std::move(pair));
        }
        if (found_.ends.state != Confirmation::State::different) {
            found_.state = state_of_ends();
            found_.due = std::move(found_.ends.due);
            return std::move(found_);
        }
        while (found_.state == Bisection::State::measuring && found_.due.empty()) {
            go_on();
        }
        return std::move(found_);
    }

private:
    [[nodiscard]] Bisection::State state_of_ends() const
    {
        switch (found_.ends.state) {
        case Confirmation::State::measuring:
            return Bisection::State::measuring;
        case Confirmation::State::broken:
            return Bisection::State::end_broken;
        case Confirmation::State::out_of_time:
            return Bisection::State::out_of_time;
        case Confirmation::State::different:
        case Confirmation::State::same:
        case Confirmation::State::undecided:
            break;
        }
        return Bisection::State::ends_alike;
    }

    void go_on()
    {
        weigh();
        if (found_.probability >= rule_.probability) {
            found_.state = Bisection::State::found;
        } else if (const auto commit = choose()) {
            measure(*commit);
        } else {
            found_.state = Bisection::State::unclear;
        }
    }

    /// Counts a trial that is not due. Returns the logarithm of its value; nullopt if it is broken.
    std::optional<double> take(const Trial& trial)
    {
        const auto state = look_up_(trial);
        const auto* const measured = std::get_if<Measured>(&state);
        if (measured == nullptr) {
            return std::nullopt;
        }
        ++found_.runs;
        found_.spent_s += measured->wall_s;
        return log_of(*measured);
    }

    static void add(std::vector<double>& values, std::optional<double> value)
    {
        if (value) {
            values.push_back(*value);
        }
    }

    /// Computes the probability that each commit has the new level, and the most probable commits.
    void weigh()
    {
        const auto step = measure_step(rounds_);
        const double max_odds = std::log(rule_.max_odds);
        odds_.clear();
        for (const auto& [commit, rounds] : seen_) {
            odds_[commit] = log_odds(rounds, step, std::log(rule_.max_round_odds));
        }
        // ln of the likelihood if commit k is the first with the new level, up to a constant: each
        // measured commit from k on has the new level.
        std::vector<double> first_new(last_ + 1, 0.0);
        for (const auto& [commit, odds] : odds_) {
            for (std::size_t k = 1; k <= commit; ++k) {
                first_new[k] += std::clamp(odds, -max_odds, max_odds);
            }
        }
        const double highest = *std::max_element(first_new.begin() + 1, first_new.end());
        reached_.assign(last_ + 1, 0.0);
        for (std::size_t k = 1; k <= last_; ++k) {
            reached_[k] = reached_[k - 1] + std::exp(first_new[k] - highest);
        }
        for (auto& sum : reached_) {
            sum /= reached_.back();
        }
        name_most_probable();
    }

    /// Commits between two that can be measured belong together.
    void name_most_probable()
    {
        found_.probability = 0;
        for (std::size_t first = 1; first <= last_;) {
            auto last = first;
            while (found_.broken.contains(last)) {
                ++last;
            }
            const double probability = reached_[last] - reached_[first - 1];
            if (probability > found_.probability) {
                found_.first = first;
                found_.last = last;
                found_.probability = probability;
            }
            first = last + 1;
        }
    }

    /// The commit whose measurement says most: it divides the probability in halves. Nullopt if
    /// every one is certain, or was measured often enough.
    [[nodiscard]] std::optional<std::size_t> choose() const
    {
        constexpr double min_doubt = 0.001;
        std::optional<std::size_t> best;
        double best_distance = 0.5 - min_doubt;
        for (std::size_t commit = 1; commit < last_; ++commit) {
            const double distance = std::abs(reached_[commit] - 0.5);
            if (distance < best_distance && can_measure(commit)) {
                best = commit;
                best_distance = distance;
            }
        }
        return best;
    }

    [[nodiscard]] bool can_measure(std::size_t commit) const
    {
        const auto seen = seen_.find(commit);
        return !found_.broken.contains(commit) &&
               (seen == seen_.end() || (seen->second.size() < rule_.max_rounds &&
                                        std::abs(odds_.at(commit)) < std::log(rule_.max_odds)));
    }

    /// Takes a round of the commit, or requests it.
    void measure(std::size_t commit)
    {
        const auto round_number = rounds_.size() - found_.ends.attempts;
        const auto of_ends = first_attempt_of_rounds + runs_per_end * round_number;
        const auto of_commit =
            std::uint64_t{1} +
            runs_per_commit * (seen_.contains(commit) ? seen_[commit].size() : 0);
        // The commit is two of four contestants: its four runs have the mean position of the ends'.
        const auto trials = to_trials(stats::order(4, runs_per_end, seed_ + round_number + 1),
                                      std::array{std::size_t{0}, commit, last_, commit},
                                      std::array{of_ends, of_commit, of_ends, of_commit});
        if (auto due = find_due(trials, look_up_); !due.empty()) {
            if (rule_.max_time && found_.spent_s >= seconds(*rule_.max_time)) {
                found_.state = Bisection::State::out_of_time;
            } else {
                found_.due = std::move(due);
            }
            return;
        }
        Round round;
        for (const auto& trial : trials) {
            add(trial.commit == 0       ? round.old_end
                : trial.commit == last_ ? round.new_end
                                        : round.commit,
                take(trial));
        }
        if (!round.commit.empty() || seen_.contains(commit)) {
            seen_[commit].push_back(round);
        } else {
            found_.broken.insert(commit);
        }
        rounds_.push_back(std::move(round));
    }

    const BisectionRule& rule_;
    std::size_t last_;
    std::uint64_t seed_;
    const LookUp& look_up_;
    Bisection found_{};
    std::vector<Round> rounds_{}; ///< the pairs of the ends, then all rounds of commits
    std::map<std::size_t, std::vector<Round>> seen_{}; ///< by commit, if it has values
    std::map<std::size_t, double> odds_{}; ///< log odds of measured commits, without the limit
    std::vector<double> reached_{};        ///< probability that each commit has the new level
};

} // namespace

Bisection bisect(const BisectionRule& rule,
                 std::size_t last_commit,
                 std::uint64_t seed,
                 const LookUp& look_up)
{
    if (last_commit == 0) {
        throw Error{Errc::bad_input, "a bisection of no commits is requested"};
    }
    if (!(rule.probability >= 0.5 && rule.probability < 1 - 2 / rule.max_odds)) {
        throw Error{Errc::bad_input, "a probability is requested that a bisection cannot reach"};
    }
    return Bisecting{rule, last_commit, seed, look_up}.run();
}

} // namespace cb::verdict
