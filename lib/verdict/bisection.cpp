#include "verdict/bisection.hpp"

#include "base/error.hpp"
#include "stats/interleave.hpp"
#include "stats/summary.hpp"
#include "verdict/bisection_model.hpp"
#include "verdict/trials.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace cb::verdict {

namespace {

constexpr double min_doubt = 0.001; ///< a commit is not measured if its level is more certain
/// The attempts of the ends in rounds; those of confirm() are below.
constexpr std::uint64_t first_attempt_of_rounds = 1001;

/// A commit, and the one before it, from rounds in which they ran in turns.
struct Check {
    std::vector<double> before{}, commit{};
    unsigned rounds = 0;
};

/// The change that the check shows, with an interval of normal differences of that noise.
stats::Shift measure_change(const Check& check, double scale)
{
    constexpr double confidence = 0.99;
    constexpr double quantile = 2.576; // of the normal distribution, on both sides
    const auto pairs = std::min(check.before.size(), check.commit.size());
    std::vector<double> differences;
    for (std::size_t i = 0; i < pairs; ++i) {
        differences.push_back(check.commit[i] - check.before[i]);
    }
    if (differences.empty()) {
        return {};
    }
    const double change = stats::median(differences);
    // A median is less certain than a mean by the square root of pi/2, a difference than a value by
    // that of 2.
    const double error = scale * std::sqrt(std::numbers::pi / static_cast<double>(pairs));
    return {.estimate = change,
            .interval =
                stats::Interval{change - quantile * error, change + quantile * error, confidence}};
}

void add_pairs(Check& check, std::span<const double> before, std::span<const double> commit)
{
    const auto pairs = std::min(before.size(), commit.size());
    for (std::size_t i = 0; i < pairs; ++i) {
        check.before.push_back(before[i]);
        check.commit.push_back(commit[i]);
    }
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
        const bool is_shared = several_ >= 0.5;
        if (several_ >= rule_.probability) {
            end_with_range(last_, 0);
        } else if (!is_shared && found_.probability >= rule_.probability) {
            check();
        } else if (const auto commit = is_shared ? choose_of_several() : choose()) {
            measure(*commit);
        } else if (is_shared) {
            end_with_range(last_, 0);
        } else {
            found_.state = Bisection::State::unclear;
        }
    }

    /// Whether the most probable commit made most of the change, or what to measure to know it.
    void check()
    {
        const auto before = found_.first - 1;
        if (before == 0 && found_.last == last_) {
            found_.change = found_.ends.shift;
            end_with(Bisection::State::found);
            return;
        }
        const auto& check = checks_[{before, found_.last}];
        const double sign = step_.difference < 0 ? -1 : 1;
        const double most = std::abs(step_.difference) / 2;
        const auto change = measure_change(check, step_.scale);
        if (change.interval) {
            const double margin = (change.interval->high - change.interval->low) / 2;
            const double size = sign * change.estimate;
            if (size >= most && size > margin) {
                found_.change = change;
                end_with(Bisection::State::found);
                return;
            }
            if (size + margin < most) {
                end_with_range(before, found_.last);
                return;
            }
        }
        if (check.rounds < rule_.max_checks) {
            compare(before, found_.last);
        } else if (change.interval) {
            end_with_range(before, found_.last);
        } else { // they could be measured before, and cannot any more
            found_.state = Bisection::State::unclear;
        }
    }

    void end_with(Bisection::State state)
    {
        found_.state = state;
        for (const auto& [commit, rounds] : seen_) {
            if (commit + 1 >= found_.first && commit <= found_.last) {
                found_.levels.push_back({commit, measure_level(rounds, step_)});
            }
        }
        if (found_.first == 1) {
            found_.levels.insert(found_.levels.begin(), {0, 0});
        }
        if (found_.last == last_) {
            found_.levels.push_back({last_, step_.difference});
        }
    }

    /// Names the commits after the last one with the old level, at most `before`, up to the first
    /// one with the new level, at least `after`.
    void end_with_range(std::size_t before, std::size_t after)
    {
        found_.first = 1;
        found_.last = last_;
        for (const auto& [commit, rounds] : seen_) {
            if (commit < before && place_->old_level(commit) >= rule_.probability) {
                found_.first = commit + 1;
            } else if (commit > after && found_.last == last_ &&
                       place_->new_level(commit) >= rule_.probability) {
                found_.last = commit;
            }
        }
        found_.probability = place_->within(found_.first, found_.last);
        end_with(Bisection::State::several_commits);
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

    /// Computes the probabilities, and the most probable commits.
    void weigh()
    {
        step_ = measure_step(rounds_);
        odds_.clear();
        std::map<std::size_t, LevelOdds> limited;
        for (const auto& [commit, rounds] : seen_) {
            odds_[commit] = weigh_levels(rounds, step_, std::log(rule_.max_round_odds));
            limited[commit] = odds_[commit].limited(std::log(rule_.max_odds));
        }
        place_.emplace(last_, limited);
        name_most_probable();
    }

    /// Commits between two that can be measured belong together.
    void name_most_probable()
    {
        found_.probability = 0;
        double together = 0;
        for (std::size_t first = 1; first <= last_;) {
            auto last = first;
            while (found_.broken.contains(last)) {
                ++last;
            }
            together += place_->within(first, last);
            const double probability =
                place_->new_level_of_one(last) - place_->new_level_of_one(first - 1);
            if (probability > found_.probability) {
                found_.first = first;
                found_.last = last;
                found_.probability = probability;
            }
            first = last + 1;
        }
        several_ = 1 - together;
    }

    /// The commit whose measurement says most if one made the whole change: it divides the
    /// probability in halves. Nullopt if every one is certain, or was measured often enough.
    [[nodiscard]] std::optional<std::size_t> choose() const
    {
        return choose_by(0.5 - min_doubt, [this](std::size_t commit) {
            return std::abs(place_->new_level_of_one(commit) - 0.5);
        });
    }

    /// The commit that may as well have a middle level as not.
    [[nodiscard]] std::optional<std::size_t> choose_of_several() const
    {
        return choose_by(0.5 - min_doubt, [this](std::size_t commit) {
            return std::abs(place_->middle(commit) - 0.5);
        });
    }

    /// The commit that can be measured with the least distance, if it is less than `limit`.
    template <typename Distance>
    [[nodiscard]] std::optional<std::size_t> choose_by(double limit, const Distance& distance) const
    {
        std::optional<std::size_t> best;
        for (std::size_t commit = 1; commit < last_; ++commit) {
            const double found = distance(commit);
            if (found < limit && can_measure(commit)) {
                best = commit;
                limit = found;
            }
        }
        return best;
    }

    [[nodiscard]] bool can_measure(std::size_t commit) const
    {
        const auto seen = seen_.find(commit);
        return !found_.broken.contains(commit) &&
               (seen == seen_.end() || (seen->second.size() < rule_.max_rounds &&
                                        odds_.at(commit).certainty() < std::log(rule_.max_odds)));
    }

    /// Takes a round of the commit, or requests it.
    void measure(std::size_t commit)
    {
        // The commit is two of four contestants: its four runs have the mean position of the ends'.
        const auto values = run(std::array{std::size_t{0}, commit, last_, commit}, 2);
        if (!values) {
            return;
        }
        Round round{values->at(0), values->at(last_), values->at(commit)};
        if (!round.commit.empty() || seen_.contains(commit)) {
            seen_[commit].push_back(round);
        } else {
            found_.broken.insert(commit);
        }
        rounds_.push_back(std::move(round));
    }

    /// Takes a round of a commit and one before it, or requests it.
    void compare(std::size_t before, std::size_t commit)
    {
        auto values = run(std::array{before, commit}, 4);
        if (!values) {
            return;
        }
        auto& check = checks_[{before, commit}];
        ++check.rounds;
        for (const auto which : {before, commit}) {
            const bool is_end = which == 0 || which == last_;
            if (values->at(which).empty() && !is_end && !seen_.contains(which)) {
                found_.broken.insert(which);
            }
            rounds_.push_back({{}, {}, values->at(which)});
        }
        add_pairs(check, values->at(before), values->at(commit));
    }

    /// The values of a round by commit; nullopt if it is requested, or out of time.
    [[nodiscard]] std::optional<std::map<std::size_t, std::vector<double>>>
    run(std::span<const std::size_t> contestants, unsigned repeats_each)
    {
        std::vector<std::uint64_t> attempts;
        for (const auto commit : contestants) {
            const bool is_end = commit == 0 || commit == last_;
            const std::uint64_t first = is_end ? first_attempt_of_rounds : 1;
            attempts.push_back(next_attempt_.try_emplace(commit, first).first->second);
        }
        const auto order = stats::order(
            static_cast<unsigned>(contestants.size()), repeats_each, seed_ + round_count_ + 1);
        const auto trials = to_trials(order, contestants, attempts);
        if (auto due = find_due(trials, look_up_); !due.empty()) {
            if (rule_.max_time && found_.spent_s >= seconds(*rule_.max_time)) {
                found_.state = Bisection::State::out_of_time;
            } else {
                found_.due = std::move(due);
            }
            return std::nullopt;
        }
        ++round_count_;
        std::map<std::size_t, std::vector<double>> values;
        for (const auto& trial : trials) {
            ++next_attempt_.at(trial.commit);
            add(values[trial.commit], take(trial));
        }
        return values;
    }

    const BisectionRule& rule_;
    std::size_t last_;
    std::uint64_t seed_;
    const LookUp& look_up_;
    Bisection found_{};
    std::vector<Round> rounds_{}; ///< the pairs of the ends, then all rounds of commits
    std::size_t round_count_ = 0;
    std::map<std::size_t, std::uint64_t> next_attempt_{};
    std::map<std::size_t, std::vector<Round>> seen_{}; ///< by commit, if it has values
    std::map<std::size_t, LevelOdds> odds_{};          ///< of measured commits, without the limit
    std::map<std::pair<std::size_t, std::size_t>, Check> checks_{}; ///< by the one before, and last
    MeasuredStep step_{};
    std::optional<PlaceOfChange> place_{};
    double several_ = 0; ///< probability that no commit, or group, made the whole change
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
