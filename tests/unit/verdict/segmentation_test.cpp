#include "catch.hpp"
#include "stats/random.hpp"
#include "verdict/segmentation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace cb;
using namespace cb::verdict;

namespace {

using Points = std::vector<Point>;

double cost(const Points& points, std::size_t begin, std::size_t end, double level)
{
    double sum = 0;
    for (auto i = begin; i < end; ++i) {
        const double away = points[i].value - level;
        sum += std::min(away * away * points[i].weight, points[i].bound);
    }
    return sum;
}

/// The best level is the mean of the values that are not outliers. The set of outliers changes only
/// where a value's reach ends.
double min_cost(const Points& points, std::size_t begin, std::size_t end)
{
    std::vector<double> ends;
    for (auto i = begin; i < end; ++i) {
        const double reach = std::sqrt(points[i].bound / points[i].weight);
        ends.push_back(points[i].value - reach);
        ends.push_back(points[i].value + reach);
    }
    std::sort(ends.begin(), ends.end());
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t k = 0; k + 1 < ends.size(); ++k) {
        const double between = (ends[k] + ends[k + 1]) / 2;
        double sum = 0;
        double weights = 0;
        for (auto i = begin; i < end; ++i) {
            const double away = points[i].value - between;
            if (away * away * points[i].weight < points[i].bound) {
                sum += points[i].value * points[i].weight;
                weights += points[i].weight;
            }
        }
        least = std::min(least, cost(points, begin, end, weights > 0 ? sum / weights : between));
    }
    return least;
}

/// The cost of the cheapest segmentation of each prefix, by exhaustive search.
std::vector<double> try_all(const Points& points, double penalty)
{
    std::vector<double> best{-penalty};
    for (std::size_t end = 1; end <= points.size(); ++end) {
        best.push_back(std::numeric_limits<double>::infinity());
        for (std::size_t begin = 0; begin < end; ++begin) {
            best.back() =
                std::min(best.back(), best[begin] + penalty + min_cost(points, begin, end));
        }
    }
    return best;
}

double cost_of(const Segmentation& found, const Points& points, std::size_t size, double penalty)
{
    double sum = -penalty;
    for (auto end = size; end > 0; end = found.last_start(end)) {
        sum += penalty + cost(points, found.last_start(end), end, found.last_level(end));
    }
    return sum;
}

} // namespace

TEST_CASE("the segmentation is as cheap as the cheapest of all")
{
    constexpr double penalty = 9;
    stats::Random random{7};
    for (int history = 0; history < 40; ++history) {
        Points points;
        Segmentation found;
        double level = 0;
        for (int i = 0; i < 24; ++i) {
            level = random.below(6) == 0 ? random.below(9) : level;
            const double noise = (random.below(1000) / 500.0 - 1) * 2;
            const double wild = random.below(10) == 0 ? 20 : 0;
            points.push_back({level + noise + wild, 0.5 + random.below(3), 4.0 + random.below(5)});
            found.add(points.back(), penalty);
        }
        const auto expected = try_all(points, penalty);
        for (std::size_t size = 1; size <= points.size(); ++size) {
            CHECK(cost_of(found, points, size, penalty) == Approx(expected[size]).margin(1e-9));
        }
    }
}

TEST_CASE("two wild values make no segment, three of one level do")
{
    Segmentation found;
    for (int i = 0; i < 20; ++i) {
        found.add({10, 1, 9}, 20);
    }
    found.add({100, 1, 9}, 20);
    found.add({100, 1, 9}, 20);
    CHECK(found.last_start(found.size()) == 0);
    CHECK(found.last_level(found.size()) == 10);
    found.add({100, 1, 9}, 20);
    CHECK(found.last_start(found.size()) == 20);
    CHECK(found.last_level(found.size()) == 100);
}
