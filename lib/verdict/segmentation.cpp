#include "verdict/segmentation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cb::verdict {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

} // namespace

double Segmentation::Piece::at(double level) const
{
    const double away = level - vertex;
    return curvature == 0 ? cost : curvature * away * away + cost;
}

void Segmentation::clear()
{
    pieces_.clear();
    starts_.clear();
    levels_.clear();
}

/// Appends the part of `piece` up to `end`, unless empty. Merges flat neighbours.
void Segmentation::append(Piece piece, double end)
{
    if (!next_.empty()) {
        auto& last = next_.back();
        if (!(end > last.end)) {
            return;
        }
        if (piece.curvature == 0 && last.curvature == 0 && last.start == piece.start &&
            last.cost == piece.cost) {
            last.end = end;
            return;
        }
    }
    piece.end = end;
    next_.push_back(piece);
}

/// If a piece costs more than `price`, a new segment that starts here is cheaper.
void Segmentation::allow_new_segment(double price)
{
    const Piece fresh{infinity, 0, 0, price, static_cast<std::uint32_t>(starts_.size())};
    next_.clear();
    double begin = -infinity;
    for (const auto& piece : pieces_) {
        if (piece.cost >= price) {
            append(fresh, piece.end);
        } else if (piece.at(begin) <= price && piece.at(piece.end) <= price) {
            append(piece, piece.end);
        } else {
            const double reach = std::sqrt((price - piece.cost) / piece.curvature);
            append(fresh, std::min(piece.end, piece.vertex - reach));
            append(piece, std::min(piece.end, piece.vertex + reach));
            append(fresh, piece.end);
        }
        begin = piece.end;
    }
    pieces_.swap(next_);
}

void Segmentation::add_loss(const Point& point)
{
    const double reach = std::sqrt(point.bound / point.weight);
    const double low = point.value - reach;
    const double high = point.value + reach;
    next_.clear();
    double begin = -infinity;
    for (const auto& piece : pieces_) {
        auto wild = piece;
        wild.cost += point.bound;
        if (begin < low) {
            append(wild, std::min(piece.end, low));
        }
        if (piece.end > low && begin < high) {
            const double curvature = piece.curvature + point.weight;
            const double share = point.weight / curvature;
            const double away = point.value - piece.vertex;
            auto near = piece;
            near.vertex = piece.curvature == 0 ? point.value : piece.vertex + away * share;
            near.cost += away * away * piece.curvature * share;
            near.curvature = curvature;
            append(near, std::min(piece.end, high));
        }
        if (piece.end > high) {
            append(wild, piece.end);
        }
        begin = piece.end;
    }
    pieces_.swap(next_);
}

/// Subtracts the least cost from all pieces, so that costs stay small and precise.
void Segmentation::find_cheapest()
{
    double least = infinity;
    double level = 0;
    double begin = -infinity;
    std::uint32_t start = 0;
    for (const auto& piece : pieces_) {
        if (piece.cost < least) {
            const double nearest = std::clamp(piece.vertex, begin, piece.end);
            const double cost = piece.at(nearest);
            if (cost < least) {
                least = cost;
                level = nearest;
                start = piece.start;
            }
        }
        begin = piece.end;
    }
    for (auto& piece : pieces_) {
        piece.cost -= least;
    }
    starts_.push_back(start);
    levels_.push_back(level);
}

void Segmentation::add(const Point& point, double penalty)
{
    if (starts_.empty()) {
        pieces_.assign(1, {infinity, 0, 0, 0, 0});
    } else {
        allow_new_segment(penalty); // the least cost of the preceding values is 0
    }
    add_loss(point);
    find_cheapest();
}

} // namespace cb::verdict
