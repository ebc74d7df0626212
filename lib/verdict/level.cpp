#include "verdict/level.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace cb::verdict {

namespace {

double loss(const Point& point, double level)
{
    const double away = point.value - level;
    return std::min(away * away * point.weight, point.bound);
}

double cost(std::span<const Point> points, double level)
{
    double sum = 0;
    for (const auto& point : points) {
        sum += loss(point, level);
    }
    return sum;
}

double median_value(std::span<const Point> points)
{
    std::vector<double> values(points.size());
    std::transform(points.begin(), points.end(), values.begin(), [](const Point& point) {
        return point.value;
    });
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// At least what the points' own variance implies; the weight of their spread grows with their
/// number.
double variance_of_level(std::span<const Point> points, double level)
{
    constexpr double prior_values = 8;
    double weights = 0;
    for (const auto& point : points) {
        weights += point.weight;
    }
    const double spread = (prior_values + cost(points, level)) /
                          (prior_values + static_cast<double>(points.size()) - 1);
    return std::max(1.0, spread) / weights;
}

/// Sums for a straight line through (x, y), weighted.
class FittedLine {
public:
    void add(double x, double y, double weight)
    {
        n_ += weight;
        x_ += x * weight;
        y_ += y * weight;
        xx_ += x * x * weight;
        xy_ += x * y * weight;
        yy_ += y * y * weight;
    }

    /// Sum over the residuals.
    [[nodiscard]] double sum_of_squares() const
    {
        const double sxx = xx_ - x_ * x_ / n_;
        const double sxy = xy_ - x_ * y_ / n_;
        const double syy = yy_ - y_ * y_ / n_;
        return sxx > 0 ? syy - sxy * sxy / sxx : syy;
    }

private:
    double n_ = 0, x_ = 0, y_ = 0, xx_ = 0, xy_ = 0, yy_ = 0;
};

} // namespace

double find_level(std::span<const Point> points)
{
    constexpr int max_rounds = 5;
    double level = median_value(points);
    for (int round = 0; round < max_rounds; ++round) {
        double sum = 0;
        double weights = 0;
        for (const auto& point : points) {
            const double away = point.value - level;
            if (away * away * point.weight <= point.bound) {
                sum += away * point.weight;
                weights += point.weight;
            }
        }
        if (weights == 0 || sum == 0) {
            break;
        }
        level += sum / weights;
    }
    return level;
}

Split split(std::span<const Point> before, std::span<const Point> after)
{
    const double first = find_level(before);
    const double second = find_level(after);
    const std::span all{before.data(), before.size() + after.size()};
    const double one = std::min({cost(all, first), cost(all, second), cost(all, find_level(all))});
    return {first,
            second,
            one - cost(before, first) - cost(after, second),
            variance_of_level(before, first) + variance_of_level(after, second)};
}

double gain_of_line(std::span<const Stretch> stretches)
{
    const double origin = stretches.front().level;
    FittedLine line;
    double steps = 0;
    double place = 0;
    for (const auto& stretch : stretches) {
        for (const auto& point : stretch.points) {
            const double reach = std::sqrt(point.bound / point.weight);
            const double away = std::clamp(point.value - stretch.level, -reach, reach);
            steps += away * away * point.weight;
            line.add(place++, stretch.level + away - origin, point.weight);
        }
    }
    return steps - line.sum_of_squares();
}

Switches
find_switches(std::span<const Point> points, double low, double high, double weight, double price)
{
    struct Way {
        double cost = 0;
        Switches switches;
    };
    const auto switched = [price](const Way& from, std::size_t at) {
        const auto& [count, first, last] = from.switches;
        return Way{from.cost + price, {count + 1, count == 0 ? at : first, at}};
    };
    Way at_low;
    Way at_high;
    for (std::size_t i = 0; i < points.size(); ++i) {
        auto point = points[i];
        point.weight = weight;
        const auto from_low = at_low;
        if (at_high.cost + price < at_low.cost) {
            at_low = switched(at_high, i);
        }
        if (from_low.cost + price < at_high.cost) {
            at_high = switched(from_low, i);
        }
        at_low.cost += loss(point, low);
        at_high.cost += loss(point, high);
    }
    return (at_low.cost < at_high.cost ? at_low : at_high).switches;
}

} // namespace cb::verdict
