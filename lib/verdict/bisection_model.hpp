#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <vector>

/// What the measurements of bisect() say: likelihoods of levels, and the probability of each place
/// of the change. All values are logarithms.
namespace cb::verdict {

/// Values that were measured close to each other: the machine hardly changed.
struct Round {
    std::vector<double> old_end{}, new_end{}, commit{};
};

/// The difference of the ends, and the noise of a value within a round.
struct MeasuredStep {
    double difference, scale;
};

[[nodiscard]] MeasuredStep measure_step(std::span<const Round> rounds);

/// ln of the likelihood of the rounds of a commit for each level it may have, up to a constant.
struct LevelOdds {
    double old_level = 0;
    double middle = 0; ///< between the levels of the ends
    double new_level = 0;

    /// How far the second highest is below the highest.
    [[nodiscard]] double certainty() const;
    /// The same with 0 as the highest, and none below -max_odds.
    [[nodiscard]] LevelOdds limited(double max_odds) const;
};

/// `max_round_odds` is the logarithm of the largest odds that one round counts.
[[nodiscard]] LevelOdds
weigh_levels(std::span<const Round> rounds, const MeasuredStep& step, double max_round_odds);

/// ln(commit / old end): the median of what was measured of the commit in these rounds.
[[nodiscard]] double measure_level(std::span<const Round> rounds, const MeasuredStep& step);

/// The probabilities that follow from what is known of the measured commits.
///
/// Either one commit k changed the level, or it left the old level at commit j and reached the new
/// one at a later commit k: several commits did. All k of the first kind are equally probable
/// before the measurements, and so are all pairs of the second.
class PlaceOfChange {
public:
    /// \pre last > 0, each commit is less than `last`
    PlaceOfChange(std::size_t last, const std::map<std::size_t, LevelOdds>& odds);

    /// That the commit has the old level, the new one, or one in the middle.
    [[nodiscard]] double old_level(std::size_t commit) const { return 1 - left_[commit]; }
    [[nodiscard]] double middle(std::size_t commit) const;
    [[nodiscard]] double new_level(std::size_t commit) const { return reached_[commit]; }

    /// That the commit has the new level if one commit made the whole change.
    [[nodiscard]] double new_level_of_one(std::size_t commit) const { return changed_[commit]; }

    /// That all of the change happened from commit `first` to `last`, inclusive.
    [[nodiscard]] double within(std::size_t first, std::size_t last) const;

private:
    std::vector<double> leave_{}; ///< ln of the likelihood of the commits before j
    std::vector<double> reach_{}; ///< the same of those from k on, less that of the middle before k
    std::vector<double> left_{}, reached_{}, changed_{};
    double ln_single_ = 0, ln_pair_ = 0; ///< ln of the prior of one commit, and of a pair
    double ln_total_ = 0;
};

} // namespace cb::verdict
