#pragma once

#include "verdict/segmentation.hpp"

#include <cstddef>
#include <span>

namespace cb::verdict {

/// The level at which the points cost least, sought from their median: the mean of those that are
/// not wild. O(n). \pre not empty
[[nodiscard]] double find_level(std::span<const Point> points);

/// Two stretches side by side, each with its own level.
struct Split {
    double before;
    double after;
    double gain;     ///< what two levels cost less than one
    double variance; ///< of after - before, if values are independent; by the spread of both sides
};

/// \pre neither is empty, and `after` follows `before` in memory
[[nodiscard]] Split split(std::span<const Point> before, std::span<const Point> after);

/// A stretch with the level that it has in a segmentation.
struct Stretch {
    std::span<const Point> points;
    double level;
};

/// What one straight line through neighbouring stretches costs less than their levels; negative if
/// it costs more. Wild values are clipped. \pre not empty
[[nodiscard]] double gain_of_line(std::span<const Stretch> stretches);

/// How often the points go from one of two levels to the other, if `price` is what each change
/// costs: the cheapest way through both, by Viterbi's algorithm. `weight` takes the place of the
/// points' own. O(n)
[[nodiscard]] std::size_t
count_switches(std::span<const Point> points, double low, double high, double weight, double price);

} // namespace cb::verdict
