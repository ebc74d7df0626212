#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cb {

/// The candidate that `word` most likely misspells: the one with the fewest wrong, missing,
/// additional or swapped letters, at most a third of the word; the first one if several are equal.
/// Otherwise the only candidate that starts with `word`. nullopt if no candidate qualifies.
[[nodiscard]] std::optional<std::string> nearest(std::string_view word,
                                                 const std::vector<std::string>& candidates);

} // namespace cb
