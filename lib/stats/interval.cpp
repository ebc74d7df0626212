#include "stats/interval.hpp"

#include "base/error.hpp"
#include "stats/summary.hpp"

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace cb::stats {

namespace {

/// P(Bin(n, 1/2) = k) for k from 0 to n/2. Computed outwards from the middle, where they are
/// largest, because 1/2^n underflows for n > 1074.
std::vector<double> lower_half_of_binomial(std::size_t n)
{
    std::vector<double> p(n / 2 + 1);
    p.back() = 1;
    for (std::size_t k = n / 2; k > 0; --k) {
        p[k - 1] = p[k] * static_cast<double>(k) / static_cast<double>(n - k + 1);
    }
    const double half = std::accumulate(p.begin(), p.end(), 0.0);
    const double all = n % 2 == 1 ? 2 * half : 2 * half - 1; // an even n has one middle term
    for (auto& each : p) {
        each /= all;
    }
    return p;
}

} // namespace

void require_confidence(double confidence)
{
    if (!(confidence > 0 && confidence < 1)) {
        throw Error{Errc::bad_input, "a confidence is asked for that is not between 0 and 1"};
    }
}

std::optional<MedianRank> median_rank(std::size_t n, double confidence)
{
    // For the sums: a confidence reached exactly counts as reached.
    constexpr double rounding = 1e-12;
    require_confidence(confidence);
    std::optional<MedianRank> found;
    double outside = 0;
    std::size_t rank = 0;
    for (const double p : lower_half_of_binomial(n)) {
        outside += 2 * p;
        if (++rank > (n + 1) / 2 || outside > 1 - confidence + rounding) {
            break;
        }
        found = {rank, 1 - outside};
    }
    return found;
}

std::optional<Interval> median_interval(std::span<const double> sample, double confidence)
{
    const auto found = median_rank(sample.size(), confidence);
    if (!found) {
        return std::nullopt;
    }
    const auto values = sorted(sample);
    return Interval{
        values[found->rank - 1], values[values.size() - found->rank], found->confidence};
}

double relative_half_width(const Interval& interval, std::span<const double> sample)
{
    const double half_width = (interval.high - interval.low) / 2;
    const double middle = std::abs(median(sample));
    if (half_width > 0 && middle == 0) {
        return std::numeric_limits<double>::infinity();
    }
    return half_width > 0 ? half_width / middle : 0;
}

std::optional<double> relative_half_width(std::span<const double> sample, double confidence)
{
    const auto interval = median_interval(sample, confidence);
    return interval ? std::optional{relative_half_width(*interval, sample)} : std::nullopt;
}

} // namespace cb::stats
