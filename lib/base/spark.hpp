#pragma once

#include "base/text_style.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace cb {

/// One of eight bars, one character wide: "▁" to "█", in ASCII "1" to "8". `place` 0 is the lowest
/// and 1 the highest.
[[nodiscard]] std::string_view spark(double place, Charset charset);

/// How often values occur between the lowest and the highest: a bar for each of `bins` intervals of
/// equal width, the lowest bar only if no value is in it. Empty if all values are equal. Linear.
/// \pre the values are finite, `bins` is not 0
[[nodiscard]] std::string
draw_histogram(std::span<const double> values, std::size_t bins, Charset charset);

} // namespace cb
