#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace cb::stats {

/// The p-values adjusted by Benjamini and Hochberg's method, in the same order: those of at most q
/// hold on average a share of at most q that are false. "Controlling the False Discovery Rate: A
/// Practical and Powerful Approach to Multiple Testing", Journal of the Royal Statistical Society B
/// 57(1), 1995; p.adjust(method = "BH") in R.
///
/// `tests` is how many tests were made, when only the p-values that may count are given: the others
/// are as 1. O(n log n). Throws Error{bad_input} for a p-value that is not between 0 and 1, and for
/// fewer tests than p-values.
[[nodiscard]] std::vector<double> adjust_for_discovery(std::span<const double> p_values,
                                                       std::size_t tests);

} // namespace cb::stats
