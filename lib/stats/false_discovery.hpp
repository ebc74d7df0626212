#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace cb::stats {

/// The p-values adjusted by Benjamini and Hochberg's method, in the same order. Among those of at
/// most q, the expected share of false discoveries is at most q. "Controlling the False Discovery
/// Rate: A Practical and Powerful Approach to Multiple Testing", Journal of the Royal Statistical
/// Society B 57(1), 1995; p.adjust(method = "BH") in R.
///
/// `tests` is the total number of tests if only the p-values that may be significant are given; the
/// others count as 1. O(n log n). Throws Error{bad_input} for a p-value outside 0 to 1, and for
/// fewer tests than p-values.
[[nodiscard]] std::vector<double> adjust_for_discovery(std::span<const double> p_values,
                                                       std::size_t tests);

} // namespace cb::stats
