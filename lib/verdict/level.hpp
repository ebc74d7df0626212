#pragma once

#include "verdict/segmentation.hpp"

#include <cstddef>
#include <span>

namespace cb::verdict {

/// The level of least cost for the points, searched from their median: the mean of all points
/// except the outliers. O(n). \pre not empty
[[nodiscard]] double find_level(std::span<const Point> points);

/// Two adjacent stretches, each with its own level.
struct Split {
    double before;
    double after;
    double gain;     ///< how much less two levels cost than one
    double variance; ///< of after - before for independent values, from the spread of both sides
};

/// \pre neither is empty, and `after` follows `before` in memory
[[nodiscard]] Split split(std::span<const Point> before, std::span<const Point> after);

/// A stretch and its level in a segmentation.
struct Stretch {
    std::span<const Point> points;
    double level;
};

/// How much less one straight line through neighbouring stretches costs than their levels; negative
/// if it costs more. Outliers are clipped. \pre not empty
[[nodiscard]] double gain_of_line(std::span<const Stretch> stretches);

/// How points switch between two levels.
struct Switches {
    std::size_t count = 0;
    std::size_t first = 0; ///< index of the first point after the first switch; 0 without one
    std::size_t last = 0;
};

/// The switches if each costs `price`: the cheapest path by Viterbi's algorithm. `weight` replaces
/// the points' own weights. O(n)
[[nodiscard]] Switches
find_switches(std::span<const Point> points, double low, double high, double weight, double price);

} // namespace cb::verdict
