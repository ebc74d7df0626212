#include "verdict/confirmation.hpp"

#include "stats/alpha_spending.hpp"
#include "stats/interleave.hpp"
#include "verdict/trials.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>

namespace cb::verdict {

namespace {

/// Collects the pairs, look by look.
class Pairs {
public:
    Pairs(std::size_t base, std::size_t candidate, const LookUp& look_up)
        : commits_{base, candidate}, look_up_{look_up}
    {}

    /// Adds the pairs up to this number. \pre none of their trials is due
    void extend(std::uint64_t count)
    {
        for (; taken_ < count; ++taken_) {
            std::array<std::optional<double>, 2> logs;
            for (std::size_t side = 0; side < 2; ++side) {
                logs[side] = take({commits_[side], taken_ + 1}, side);
            }
            if (logs[0] && logs[1]) {
                base_.push_back(*logs[0]);
                candidate_.push_back(*logs[1]);
            }
        }
    }

    /// Judges the pairs so far. `error`: this look's share.
    [[nodiscard]] Confirmation judge(double error, double tolerance) const
    {
        Confirmation found{.attempts = taken_, .pairs = base_.size(), .spent_s = spent_s_};
        if (base_.empty()) {
            const std::size_t side = measured_[0] == 0 ? 0 : 1;
            found.state = Confirmation::State::broken;
            found.broken_commit = commits_[side];
            found.broken_reason = reasons_[side];
            return found;
        }
        found.shift = stats::find_shift(base_, candidate_, 1 - error);
        if (const auto& interval = found.shift->interval) {
            const bool is_within =
                interval->low >= std::log1p(-tolerance) && interval->high <= std::log1p(tolerance);
            if (is_within) {
                found.state = Confirmation::State::same;
            } else if (interval->low > 0 || interval->high < 0) {
                found.state = Confirmation::State::different;
            }
        }
        return found;
    }

private:
    std::optional<double> take(const Trial& trial, std::size_t side)
    {
        const auto state = look_up_(trial);
        if (const auto* const measured = std::get_if<Measured>(&state)) {
            spent_s_ += measured->wall_s;
            ++measured_[side];
            return log_of(*measured);
        }
        reasons_[side] = std::get<Broken>(state).reason;
        return std::nullopt;
    }

    std::array<std::size_t, 2> commits_;
    const LookUp& look_up_;
    std::uint64_t taken_ = 0;
    std::vector<double> base_{}, candidate_{};
    std::array<std::size_t, 2> measured_{};
    std::array<std::string, 2> reasons_{};
    double spent_s_ = 0;
};

} // namespace

Confirmation confirm(const ConfirmationRule& rule,
                     std::size_t base,
                     std::size_t candidate,
                     std::uint64_t seed,
                     const LookUp& look_up)
{
    const auto shares = stats::spend_error(rule.error, rule.looks);
    const auto order = stats::order(2, static_cast<unsigned>(rule.looks.back()), seed);
    const auto trials = to_trials(order, std::array{base, candidate}, std::array{1UL, 1UL});
    Pairs pairs{base, candidate, look_up};
    Confirmation found;
    for (std::size_t i = 0; i < rule.looks.size(); ++i) {
        auto due = find_due(std::span{trials}.first(2 * rule.looks[i]), look_up);
        if (!due.empty()) {
            if (rule.max_time && found.spent_s >= seconds(*rule.max_time)) {
                found.state = Confirmation::State::out_of_time;
            } else {
                found.due = std::move(due);
            }
            return found;
        }
        pairs.extend(rule.looks[i]);
        found = pairs.judge(shares[i], rule.tolerance);
        if (found.state != Confirmation::State::measuring) {
            return found;
        }
    }
    found.state = Confirmation::State::undecided;
    return found;
}

} // namespace cb::verdict
