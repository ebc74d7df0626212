#pragma once

#include "manifest/words.hpp"

#include <string_view>

namespace cb::verdict {

/// How the values of a series move while the code stays the same.
enum class Movement {
    noisy, ///< values vary between runs, such as times
    exact, ///< the same code always gives the same value, such as a size: every change counts
};

/// The movement of a series as far as its names imply it. Exact are instructions, allocations and
/// sizes of files. Times, rates, shares, use of memory, anything of which more is better, and
/// unknown names are noisy: a false "exact" would report a change with every run.
///
/// Only names decide. Instructions counted by hardware vary a little, so a caller that has several
/// values of the same code must also check that they are equal.
[[nodiscard]] Movement
movement_of(std::string_view metric, std::string_view unit, Direction direction);

} // namespace cb::verdict
