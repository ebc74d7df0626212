#include "stats/rank_test.hpp"

#include "base/error.hpp"
#include "stats/distribution.hpp"
#include "stats/summary.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

namespace cb::stats {

namespace {

using Values = std::vector<double>;

/// Ranks in the combined sample, doubled so that those of ties are integers.
struct Ranks {
    std::vector<std::size_t> doubled;
    std::size_t base_sum = 0; ///< of the doubled ranks of the base
    double ties = 0;          ///< sum of t³ - t over groups of t equal values
};

Ranks rank(std::span<const double> base, std::span<const double> candidate)
{
    struct Entry {
        double value;
        bool in_base;
    };
    std::vector<Entry> entries;
    for (const double value : sorted(base)) {
        entries.push_back({value, true});
    }
    for (const double value : sorted(candidate)) {
        entries.push_back({value, false});
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return a.value < b.value;
    });
    Ranks found;
    for (std::size_t i = 0; i < entries.size();) {
        auto end = i;
        while (end < entries.size() && entries[end].value == entries[i].value) {
            ++end;
        }
        const auto doubled = i + end + 1; // the mean of ranks i + 1 to end, twice
        const auto tied = static_cast<double>(end - i);
        found.ties += tied * tied * tied - tied;
        for (; i < end; ++i) {
            found.doubled.push_back(doubled);
            found.base_sum += entries[i].in_base ? doubled : 0;
        }
    }
    return found;
}

/// For each sum, how many choices of `count` ranks have it. At most C(50, 25) < 2^53, so exact.
Values count_sums(const std::vector<std::size_t>& ranks, std::size_t count)
{
    const auto max_sum = std::accumulate(ranks.begin(), ranks.end(), std::size_t{0});
    std::vector<Values> ways(count + 1, Values(max_sum + 1));
    ways[0][0] = 1;
    for (const auto rank : ranks) {
        for (auto chosen = count; chosen > 0; --chosen) {
            for (auto sum = max_sum; sum >= rank; --sum) {
                ways[chosen][sum] += ways[chosen - 1][sum - rank];
            }
        }
    }
    return ways[count];
}

double exact_p(const Ranks& ranks, std::size_t base_size)
{
    const auto ways = count_sums(ranks.doubled, base_size);
    const auto expected = base_size * (ranks.doubled.size() + 1); // of the doubled sum
    const auto distance = [expected](std::size_t sum) {
        return sum > expected ? sum - expected : expected - sum;
    };
    double extreme = 0;
    double all = 0;
    for (std::size_t sum = 0; sum < ways.size(); ++sum) {
        all += ways[sum];
        extreme += distance(sum) >= distance(ranks.base_sum) ? ways[sum] : 0;
    }
    return extreme / all;
}

/// Standard deviation of U.
double deviation_of_u(double m, double n, double ties)
{
    const double all = m + n;
    return std::sqrt(m * n / 12 * (all + 1 - ties / (all * (all - 1))));
}

double normal_p(double u, double m, double n, double ties)
{
    constexpr double continuity = 0.5;
    const double deviation = deviation_of_u(m, n, ties);
    const double distance = std::max(0.0, std::abs(u - m * n / 2) - continuity);
    return deviation > 0 ? std::min(1.0, 2 * normal_cdf(-distance / deviation)) : 1;
}

struct Rank {
    std::size_t rank; ///< among the differences, from 1; 0: there is no interval
    double confidence;
};

/// The k for which the k-th smallest and the k-th largest difference enclose the shift.
Rank exact_rank(std::size_t m, std::size_t n, double confidence)
{
    std::vector<std::size_t> ranks(m + n);
    std::iota(ranks.begin(), ranks.end(), std::size_t{1});
    const auto ways = count_sums(ranks, m);
    const double all = std::accumulate(ways.begin(), ways.end(), 0.0);
    double outside = 0;
    Rank found{0, 0};
    for (std::size_t u = 0; u <= m * n / 2; ++u) {
        outside += 2 * ways[m * (m + 1) / 2 + u] / all;
        if (outside > 1 - confidence) {
            break;
        }
        found = {u + 1, 1 - outside};
    }
    return found;
}

Rank normal_rank(double m, double n, double confidence)
{
    constexpr double continuity = 0.5;
    const double deviation = deviation_of_u(m, n, 0);
    const double below = m * n / 2 + normal_quantile((1 - confidence) / 2) * deviation;
    const double rank = std::floor(below + continuity);
    if (rank < 1) {
        return {0, 0};
    }
    const double outside = 2 * normal_cdf((rank - continuity - m * n / 2) / deviation);
    return {static_cast<std::size_t>(rank), 1 - outside};
}

/// Maps doubles to integers in the same order.
std::int64_t to_ordinal(double value)
{
    const auto bits = std::bit_cast<std::int64_t>(value);
    return bits < 0 ? std::numeric_limits<std::int64_t>::min() - bits : bits;
}

double from_ordinal(std::int64_t ordinal)
{
    return std::bit_cast<double>(ordinal < 0 ? std::numeric_limits<std::int64_t>::min() - ordinal
                                             : ordinal);
}

/// All differences of two samples, without materializing them.
class Differences {
public:
    Differences(Values base, Values candidate)
        : base_{std::move(base)}, candidate_{std::move(candidate)}
    {}

    [[nodiscard]] std::size_t size() const { return base_.size() * candidate_.size(); }

    /// The `rank`-th smallest, from 1. Bisects the doubles: 64 steps.
    [[nodiscard]] double select(std::size_t rank) const
    {
        auto low = to_ordinal(candidate_.front() - base_.back());
        auto high = to_ordinal(candidate_.back() - base_.front());
        while (low < high) {
            const auto middle = std::midpoint(low, high);
            if (count_up_to(from_ordinal(middle)) >= rank) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return from_ordinal(low);
    }

private:
    [[nodiscard]] std::size_t count_up_to(double limit) const
    {
        std::size_t count = 0;
        std::size_t passed = 0; // candidates within the limit for this base value
        for (const double value : base_) {
            while (passed < candidate_.size() && candidate_[passed] - value <= limit) {
                ++passed;
            }
            count += passed;
        }
        return count;
    }

    Values base_; ///< ascending
    Values candidate_;
};

} // namespace

Needed needed_for_claim(double significance)
{
    if (!(significance > 0 && significance < 1)) {
        throw Error{Errc::bad_input, "a significance is asked for that is not between 0 and 1"};
    }
    constexpr double rounding = 1e-12;
    double min_p = 2;
    std::size_t n = 0;
    while (min_p > significance + rounding) {
        ++n;
        const auto size = static_cast<double>(n);
        min_p *= size * size / ((2 * size) * (2 * size - 1)); // C(2n, n) from C(2n - 2, n - 1)
    }
    return {n, n};
}

RankTest rank_test(std::span<const double> base, std::span<const double> candidate)
{
    const auto ranks = rank(base, candidate);
    const auto m = static_cast<double>(base.size());
    const auto n = static_cast<double>(candidate.size());
    const double base_sum = static_cast<double>(ranks.base_sum) / 2;
    const double u = m * n - (base_sum - m * (m + 1) / 2);
    if (ranks.doubled.size() <= max_exact_values) {
        return {u, exact_p(ranks, base.size()), RankTest::Method::exact};
    }
    return {u, normal_p(u, m, n, ranks.ties), RankTest::Method::normal};
}

Shift find_shift(std::span<const double> base, std::span<const double> candidate, double confidence)
{
    require_confidence(confidence);
    const Differences differences{sorted(base), sorted(candidate)};
    const auto pairs = differences.size();
    Shift found{
        std::midpoint(differences.select((pairs + 1) / 2), differences.select(pairs / 2 + 1)),
        std::nullopt};
    const auto m = base.size();
    const auto n = candidate.size();
    const auto [rank, reached] =
        m + n <= max_exact_values
            ? exact_rank(m, n, confidence)
            : normal_rank(static_cast<double>(m), static_cast<double>(n), confidence);
    if (rank > 0) {
        found.interval = {differences.select(rank), differences.select(pairs - rank + 1), reached};
    }
    return found;
}

} // namespace cb::stats
