#include "base/spark.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace cb {

namespace {

using Bars = std::array<std::string_view, 8>;

constexpr Bars blocks{
    "\u2581", "\u2582", "\u2583", "\u2584", "\u2585", "\u2586", "\u2587", "\u2588"};
constexpr Bars digits{"1", "2", "3", "4", "5", "6", "7", "8"};

/// Which of `count` equal parts of 0 to 1 contains `place`.
std::size_t part_of(double place, std::size_t count)
{
    return std::min(count - 1, static_cast<std::size_t>(place * static_cast<double>(count)));
}

} // namespace

std::string_view spark(double place, Charset charset)
{
    const auto& bars = charset == Charset::ascii ? digits : blocks;
    return bars.at(part_of(std::clamp(place, 0.0, 1.0), bars.size()));
}

std::string draw_histogram(std::span<const double> values, std::size_t bins, Charset charset)
{
    std::string drawing;
    if (values.empty()) {
        return drawing;
    }
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    if (*low == *high) {
        return drawing;
    }
    std::vector<std::size_t> counts(bins);
    for (const double value : values) {
        // Halved, because the distance of two doubles may be too large for a double.
        ++counts[part_of((value / 2 - *low / 2) / (*high / 2 - *low / 2), bins)];
    }
    const auto highest = static_cast<double>(*std::max_element(counts.begin(), counts.end()));
    constexpr double second_bar = 0.2;
    for (const auto count : counts) {
        const auto height = static_cast<double>(count) / highest;
        drawing += spark(count == 0 ? 0 : std::max(height, second_bar), charset);
    }
    return drawing;
}

} // namespace cb
