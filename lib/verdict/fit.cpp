#include "verdict/fit.hpp"

#include <algorithm>
#include <cmath>

namespace cb::verdict {

namespace {

/// The -2 ln(likelihood ratio) that creates a segment. Chosen by simulating white noise: one alert
/// in 25 histories of 200 commits. It equals 4 ln n at n = 30 and 2 ln n at n = 850. It is constant
/// because the rate of alerts per commit matters. bench/detectors prints its effect.
constexpr double segment_evidence = 13.5;

/// Up to this many values the noise estimate still improves, and all values are weighed again
/// whenever their number has grown by half.
constexpr std::size_t last_reweighing = 200;
constexpr std::size_t often = 40;

/// The newest values may belong to an undetected step, which would look like noise.
constexpr std::size_t held_back = 12;
constexpr std::size_t learned_from = 256;
constexpr std::size_t learn_every = 8;
/// The first commits often still tune the benchmarks of a new series.
constexpr std::size_t start_up = 8;
constexpr std::size_t min_without_start_up = 40;

/// Relative rounding error of a value that never differs.
constexpr double min_sigma = 1e-9;
constexpr double min_scale = 1e-150; // its square is still a double

} // namespace

void Fit::add(double value)
{
    if (logarithmic_ && !(value > 0)) {
        become_linear();
    }
    const auto previous_start = size() > 0 ? segmentation_.last_start(size()) : 0;
    values_.push_back(value);
    points_.push_back({to_level(value), 0, 0});
    auto to_weigh = noise_.add(points_.back().value);
    if (size() == next_reweighing_) {
        next_reweighing_ = size() < often ? size() * 9 / 8 + 1 : size() * 3 / 2;
        to_weigh = size() <= last_reweighing ? size() : to_weigh;
    }
    if (to_weigh > 0) {
        weigh_last(to_weigh);
        segment_all();
    } else {
        weigh_last(1);
        segmentation_.add(points_.back(), penalty());
    }
    moved_ = segmentation_.last_start(size()) != previous_start;
    if (size() % learn_every == 0) {
        learn();
    }
}

void Fit::become_linear()
{
    logarithmic_ = false;
    noise_ = {};
    for (std::size_t i = 0; i < size(); ++i) {
        points_[i].value = values_[i];
        noise_.add(values_[i]);
    }
    if (size() > 0) {
        weigh_last(size());
        segment_all();
    }
}

double Fit::sigma() const
{
    const double scale = logarithmic_ ? 1 : std::abs(points_.back().value);
    return std::max({std::sqrt(noise_.variance()), min_sigma * scale, min_scale});
}

double Fit::to_value(double level) const
{
    return logarithmic_ ? std::exp(level) : level;
}

double Fit::to_level(double value) const
{
    return logarithmic_ ? std::log(value) : value;
}

double Fit::price(double evidence) const
{
    const double nu = noise_.freedom();
    return nu * std::expm1(evidence / nu) * noise_.inflation();
}

double Fit::evidence(double gain) const
{
    const double nu = noise_.freedom();
    return nu * std::log1p(std::max(0.0, gain) / noise_.inflation() / nu);
}

double Fit::penalty() const
{
    return price(segment_evidence);
}

void Fit::weigh_last(std::size_t count)
{
    const double s = sigma();
    const double nu = noise_.freedom();
    const double bound =
        noise_.variance() > 0 ? nu * std::expm1(noise_.bound() / nu) : noise_.bound();
    for (auto i = size() > count ? size() - count : 0; i < size(); ++i) {
        points_[i].weight = 1 / (s * s);
        points_[i].bound = bound;
    }
}

void Fit::segment_all()
{
    const double each = penalty();
    segmentation_.clear();
    for (const auto& point : points_) {
        segmentation_.add(point, each);
    }
}

std::vector<Segment> Fit::last_segments(std::size_t count) const
{
    const auto oldest = size() > count ? size() - count : 0;
    std::vector<Segment> found;
    for (auto end = size(); end > oldest; end = found.back().begin) {
        found.push_back({segmentation_.last_start(end), end, segmentation_.last_level(end)});
    }
    std::reverse(found.begin(), found.end());
    return found;
}

void Fit::learn()
{
    if (size() < held_back + start_up) {
        return;
    }
    const auto end = size() - held_back;
    const auto begin = std::max(end > learned_from ? end - learned_from : 0,
                                size() > min_without_start_up ? start_up : 0);
    residuals_.resize(end - begin);
    for (auto stop = size(); stop > begin;) {
        const auto from = std::max(segmentation_.last_start(stop), begin);
        const double level = segmentation_.last_level(stop);
        for (auto i = from; i < std::min(stop, end); ++i) {
            residuals_[i - begin] = points_[i].value - level;
        }
        stop = from;
    }
    noise_.learn(residuals_);
}

} // namespace cb::verdict
