#pragma once

#include "verdict/noise.hpp"
#include "verdict/segmentation.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace cb::verdict {

/// A stretch of one level, as indexes of its values.
struct Segment {
    std::size_t begin;
    std::size_t end;
    double level;
    [[nodiscard]] std::size_t size() const noexcept { return end - begin; }
};

/// Fits levels and noise to the values of a series as they arrive. Levels are logarithms while all
/// values are positive, and plain values from the first one that is not.
class Fit {
public:
    /// Adds the next value. Expected O(1); occasionally O(n).
    void add(double value);

    [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }

    /// Whether the newest value moved the start of the last segment.
    [[nodiscard]] bool moved() const noexcept { return moved_; }

    /// The segments that overlap the last `count` values, oldest first.
    [[nodiscard]] std::vector<Segment> last_segments(std::size_t count) const;

    [[nodiscard]] std::span<const Point> points(std::size_t begin, std::size_t end) const
    {
        return std::span{points_}.subspan(begin, end - begin);
    }

    [[nodiscard]] const Noise& noise() const noexcept { return noise_; }

    /// Standard deviation of a value around its level. > 0
    [[nodiscard]] double sigma() const;

    [[nodiscard]] bool is_logarithmic() const noexcept { return logarithmic_; }
    [[nodiscard]] double to_value(double level) const;
    [[nodiscard]] double to_level(double value) const;

    /// The gain that corresponds to `evidence`, a -2 ln(likelihood ratio), given that the variance
    /// is only estimated and neighbours are correlated: nu (exp(evidence / nu) - 1) (1 + rho) / (1
    /// - rho), as for Student's statistic.
    [[nodiscard]] double price(double evidence) const;

    /// The inverse of `price`.
    [[nodiscard]] double evidence(double gain) const;

    /// The price of a segment.
    [[nodiscard]] double penalty() const;

    /// Saves or restores the state: `archive` is a StateWriter or a StateReader
    /// (state_archive.hpp).
    template <typename Archive> void transfer(Archive& archive)
    {
        noise_.transfer(archive);
        segmentation_.transfer(archive);
        archive(values_, points_, logarithmic_, next_reweighing_);
    }

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
    bool moved_ = false;
    std::vector<double> residuals_;
};

} // namespace cb::verdict
