#include "verdict/noise.hpp"

#include <algorithm>
#include <cmath>

namespace cb::verdict {

namespace {

constexpr double quartile = 0.75;
/// Upper quartile of |x - y| for independent standard normal x and y: 1.1503 sqrt(2).
constexpr double normal_quartile = 1.6268398;
/// Degrees of freedom per difference: the relative variance of the upper quartile of n independent
/// |differences| is 0.84 / n, and adjacent differences share a value.
constexpr double freedom_each = 0.38;
constexpr double min_freedom = 3;
constexpr double wild_sigmas = 3;
constexpr double half_trusted = 12;
constexpr double max_correlation = 0.9;
/// The prior: a share of 1 in 50, with the weight of 50 values.
constexpr double prior_wild = 1;
constexpr double prior_values = 50;
constexpr double min_bound = 2;
constexpr double max_bound = 12;

double bound_for(double wild, double values)
{
    const double share = (wild + prior_wild) / (values + prior_values);
    return std::clamp(-2 * std::log(share), min_bound, max_bound);
}

} // namespace

Noise::Noise() : bound_{bound_for(0, 0)} {}

std::size_t Noise::add(double value)
{
    constexpr std::size_t check_every = 8;
    constexpr std::size_t short_window = 16;
    constexpr std::size_t long_window = 32;
    std::size_t to_judge_anew = 0;
    if (values_ > 0) {
        const double difference = std::abs(value - last_);
        keep_newest(max_kept - 1);
        ring_[next_] = difference;
        next_ = (next_ + 1) % max_kept;
        sorted_.insert(std::upper_bound(sorted_.begin(), sorted_.end(), difference), difference);
        if (values_ % check_every == 0) {
            // Both are more than three standard deviations of the quartile of as many differences.
            const std::size_t newest = is_other(short_window, 2.5)  ? short_window
                                       : is_other(long_window, 1.9) ? long_window
                                                                    : 0;
            if (newest > 0) {
                keep_newest(newest);
                to_judge_anew = long_window;
            }
        }
        const double place = quartile * static_cast<double>(sorted_.size() - 1);
        const auto below = static_cast<std::size_t>(place);
        const auto above = std::min(below + 1, sorted_.size() - 1);
        const double sigma =
            std::lerp(sorted_[below], sorted_[above], place - std::floor(place)) / normal_quartile;
        variance_ = sigma * sigma;
    }
    ++values_;
    last_ = value;
    return to_judge_anew;
}

void Noise::keep_newest(std::size_t count)
{
    while (sorted_.size() > count) {
        const auto oldest = (next_ + max_kept - sorted_.size()) % max_kept;
        sorted_.erase(std::lower_bound(sorted_.begin(), sorted_.end(), ring_[oldest]));
    }
}

/// Whether the recent differences are larger or smaller than all by this factor.
bool Noise::is_other(std::size_t recent, double factor) const
{
    if (sorted_.size() < 2 * recent) {
        return false;
    }
    const double ever = sorted_[sorted_.size() * 3 / 4];
    std::size_t above_high = 0;
    std::size_t below_low = 0;
    for (std::size_t i = 1; i <= recent; ++i) {
        const double difference = ring_[(next_ + max_kept - i) % max_kept];
        above_high += difference > factor * ever ? 1U : 0U;
        below_low += factor * difference < ever ? 1U : 0U;
    }
    return above_high > recent / 4 || below_low > recent * 3 / 4;
}

double Noise::freedom() const noexcept
{
    return std::max(min_freedom, freedom_each * static_cast<double>(sorted_.size()));
}

void Noise::learn(std::span<const double> residuals)
{
    const auto n = static_cast<double>(residuals.size());
    const double wild_from = wild_sigmas * std::sqrt(variance());
    double products = 0;
    double squares = 0;
    double wild = 0;
    double previous = 0;
    for (const double residual : residuals) {
        const double r = std::clamp(residual, -wild_from, wild_from);
        products += r * previous;
        squares += r * r;
        wild += r != residual ? 1 : 0;
        previous = r;
    }
    // The bias of the estimate is -(1 + 3 rho) / n: Kendall, "Note on Bias in the Estimation of
    // Autocorrelation" (Biometrika 41, 1954).
    const double rho = squares > 0 ? products / squares : 0;
    // Its deviation is 1 / sqrt(n), and a large correlation hides any step, so a few residuals
    // count little: half_trusted of them half.
    const double trust = n * n / (n * n + half_trusted * half_trusted);
    correlation_ = std::clamp((rho + (1 + 3 * rho) / n) * trust, 0.0, max_correlation);
    bound_ = bound_for(wild, n);
}

} // namespace cb::verdict
