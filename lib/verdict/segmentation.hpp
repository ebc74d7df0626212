#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cb::verdict {

/// One value of a history, and the cost of its distance from the level of its segment.
struct Point {
    double value;
    double weight; ///< 1 / variance
    double bound;  ///< the maximum cost, at any distance
};

/// The cheapest segmentation of a history into stretches of one level each, updated as the history
/// grows. A value x in a segment at level m costs min((x - m)² weight, bound). With this biweight
/// loss, a few outliers do not create a segment. Each segment after the first costs a penalty.
///
/// Exact, by functional pruning: Fearnhead and Rigaill, "Changepoint Detection in the Presence of
/// Outliers", Journal of the American Statistical Association 114(525), 2019 (algorithm R-FPOP).
/// Quadratics are stored by vertex, because coefficients would cancel for a level far from 0.
class Segmentation {
public:
    /// Adds the next value; `penalty` is the cost of a segment that starts with it. Expected O(1),
    /// because few pieces of the cost function survive. \pre all finite, weight > 0, bound > 0,
    /// penalty > 0
    void add(const Point& point, double penalty);

    [[nodiscard]] std::size_t size() const noexcept { return starts_.size(); }

    /// Where the last segment starts in the cheapest segmentation of the first `size` values.
    /// \pre 0 < size <= size()
    [[nodiscard]] std::size_t last_start(std::size_t size) const { return starts_[size - 1]; }

    /// The level of that segment. \pre as above
    [[nodiscard]] double last_level(std::size_t size) const { return levels_[size - 1]; }

    void clear();

    /// Saves or restores the state: `archive` is a StateWriter or a StateReader
    /// (state_archive.hpp).
    template <typename Archive> void transfer(Archive& archive)
    {
        archive(pieces_, starts_, levels_);
    }

private:
    /// The least cost for levels m from the end of the previous piece to `end`: curvature (m -
    /// vertex)² + cost.
    struct Piece {
        double end;
        double curvature;
        double vertex;
        double cost;
        std::uint32_t start; ///< of the last segment
        [[nodiscard]] double at(double level) const;
    };

    void allow_new_segment(double price);
    void add_loss(const Point& point);
    void find_cheapest();
    void append(Piece piece, double end);

    std::vector<Piece> pieces_;
    std::vector<Piece> next_; ///< the pieces under construction
    std::vector<std::uint32_t> starts_;
    std::vector<double> levels_;
};

} // namespace cb::verdict
