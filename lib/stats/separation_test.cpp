#include "stats/separation_test.hpp"

#include "base/error.hpp"
#include "stats/distribution.hpp"
#include "stats/rank_test.hpp"
#include "stats/summary.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cb::stats {

namespace {

double mean(std::span<const double> sample)
{
    return std::accumulate(sample.begin(), sample.end(), 0.0) / static_cast<double>(sample.size());
}

} // namespace

double variance(std::span<const double> sample)
{
    static_cast<void>(median(sample)); // refuses what is not a sample
    const double middle = mean(sample);
    const double sum =
        std::accumulate(sample.begin(), sample.end(), 0.0, [middle](double all, double value) {
            return all + (value - middle) * (value - middle);
        });
    return sample.size() < 2 ? 0 : sum / static_cast<double>(sample.size() - 1);
}

bool are_separate(std::span<const double> a, std::span<const double> b)
{
    const auto [a_min, a_max] = std::minmax_element(a.begin(), a.end());
    const auto [b_min, b_max] = std::minmax_element(b.begin(), b.end());
    return *a_max < *b_min || *b_max < *a_min;
}

double welch_test(std::span<const double> base, std::span<const double> candidate)
{
    if (base.size() < 2 || candidate.size() < 2) {
        throw Error{Errc::bad_input, "Welch's test needs 2 values of each sample"};
    }
    const double of_base = variance(base) / static_cast<double>(base.size());
    const double of_candidate = variance(candidate) / static_cast<double>(candidate.size());
    const double difference = mean(candidate) - mean(base);
    const double squared = of_base + of_candidate;
    if (!(squared > 0)) {
        return difference == 0 ? 1 : 0;
    }
    const double freedom =
        squared * squared /
        (of_base * of_base / static_cast<double>(base.size() - 1) +
         of_candidate * of_candidate / static_cast<double>(candidate.size() - 1));
    return std::min(1.0, 2 * student_cdf(-std::abs(difference) / std::sqrt(squared), freedom));
}

double separation_test(std::span<const double> base, std::span<const double> candidate)
{
    const double by_rank = rank_test(base, candidate).p_value;
    return are_separate(base, candidate) ? std::min(by_rank, welch_test(base, candidate)) : by_rank;
}

} // namespace cb::stats
