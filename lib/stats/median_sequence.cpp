#include "stats/median_sequence.hpp"

#include "base/error.hpp"
#include "stats/summary.hpp"

#include <algorithm>

namespace cb::stats {

namespace {

constexpr std::size_t max_values = 100'000;

/// The distribution of how many of n values are below the median, for samples whose intervals have
/// covered it so far.
class Walk {
public:
    explicit Walk(std::size_t max_count) : p_(max_count + 2) { p_[0] = 1; }

    /// Adds one value, which is below or above the median with probability 1/2 each.
    void step()
    {
        ++high_;
        for (std::size_t below = high_; below > low_; --below) {
            p_[below] = (p_[below] + p_[below - 1]) / 2;
        }
        p_[low_] /= 2;
    }

    /// The probability that the walk is at its lowest or highest place.
    [[nodiscard]] double outermost() const { return low_ < high_ ? 2 * p_[low_] : p_[low_]; }
    [[nodiscard]] std::size_t low() const { return low_; }
    [[nodiscard]] bool can_narrow() const { return high_ >= low_ + 2; }

    /// Removes the outermost places.
    void narrow()
    {
        p_[low_++] = 0;
        p_[high_--] = 0;
    }

private:
    std::vector<double> p_; ///< for each number below the median; 0 outside low_ to high_
    std::size_t low_ = 0;
    std::size_t high_ = 0;
};

double sum_of_reciprocals(std::size_t first, std::size_t last)
{
    double sum = 0;
    for (auto n = first; n <= last; ++n) {
        sum += 1 / static_cast<double>(n);
    }
    return sum;
}

} // namespace

MedianSequence::MedianSequence(double confidence, std::size_t first, std::size_t last)
    : first_{first}
{
    require_confidence(confidence);
    if (first < 1 || first > last || last > max_values) {
        throw Error{Errc::bad_input, "a sequence of intervals is asked for without an order"};
    }
    // The harmonic sum grows like the logarithm and is identical on every platform.
    const double whole = sum_of_reciprocals(first, last);
    double share = 0;
    Walk walk{last};
    for (std::size_t n = 1; n <= last; ++n) {
        walk.step();
        if (n < first) {
            continue;
        }
        share += 1 / static_cast<double>(n);
        const double allowed = (1 - confidence) * share / whole;
        while (walk.can_narrow() && missed_ + walk.outermost() <= allowed) {
            missed_ += walk.outermost();
            walk.narrow();
        }
        ranks_.push_back(walk.low());
    }
}

std::size_t MedianSequence::rank(std::size_t n) const noexcept
{
    return n >= first_ && n - first_ < ranks_.size() ? ranks_[n - first_] : 0;
}

std::optional<std::size_t> MedianSequence::least() const noexcept
{
    const auto found = std::find_if(ranks_.begin(), ranks_.end(), [](auto r) { return r > 0; });
    if (found == ranks_.end()) {
        return std::nullopt;
    }
    return first_ + static_cast<std::size_t>(found - ranks_.begin());
}

std::optional<Interval> MedianSequence::interval(std::span<const double> sample) const
{
    const auto r = rank(sample.size());
    if (r == 0) {
        return std::nullopt;
    }
    const auto values = sorted(sample);
    return Interval{values[r - 1], values[values.size() - r], 1 - missed_};
}

} // namespace cb::stats
