#pragma once

#include "verdict/noise.hpp"
#include "verdict/segmentation.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace cb::verdict {

/// A stretch of one level, by the numbers of its values.
struct Segment {
    std::size_t begin;
    std::size_t end;
    double level;
    [[nodiscard]] std::size_t size() const noexcept { return end - begin; }
};

/// The values of a series as levels and noise, while they come in. Levels are logarithms as long as
/// all values are positive, and values of the series from the first that is not.
class Fit {
public:
    /// Adds the next value. Expected O(1); O(n) now and then.
    void add(double value);

    [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }

    /// Whether the newest value moved the start of the last segment.
    [[nodiscard]] bool moved() const;

    /// The segments that reach into the last `count` values, oldest first.
    [[nodiscard]] std::vector<Segment> last_segments(std::size_t count) const;

    [[nodiscard]] std::span<const Point> points(std::size_t begin, std::size_t end) const
    {
        return std::span{points_}.subspan(begin, end - begin);
    }

    [[nodiscard]] const Noise& noise() const noexcept { return noise_; }

    /// Standard deviation of a value about its level. > 0
    [[nodiscard]] double sigma() const;

    [[nodiscard]] bool is_logarithmic() const noexcept { return logarithmic_; }
    [[nodiscard]] double to_value(double level) const;
    [[nodiscard]] double to_level(double value) const;

    /// What a gain must reach to be worth a -2 ln(likelihood ratio) of `evidence`, when the
    /// variance is known no better than it is and neighbours are alike:
    /// nu (exp(evidence / nu) - 1) (1 + rho) / (1 - rho), as for Student's statistic.
    [[nodiscard]] double price(double evidence) const;

    /// The inverse of `price`.
    [[nodiscard]] double evidence(double gain) const;

    /// The price of a segment.
    [[nodiscard]] double penalty() const;

private:
    void become_linear();
    void weigh_last(std::size_t count);
    void segment_all();
    void learn();

    std::vector<double> values_;
    std::vector<Point> points_;
    Noise noise_;
    Segmentation segmentation_;
    bool logarithmic_ = true;
    std::size_t next_reweighing_ = 6;
    std::vector<double> residuals_;
};

} // namespace cb::verdict
