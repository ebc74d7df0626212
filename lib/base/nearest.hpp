#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cb {

/// The candidate that `word` is most likely a typing error of: the fewest letters that are wrong,
/// missing, too many or swapped with their neighbour, and no more than a third of the word; the
/// first of several. Else the one candidate that starts with `word`. None if nothing is so near.
[[nodiscard]] std::optional<std::string> nearest(std::string_view word,
                                                 const std::vector<std::string>& candidates);

} // namespace cb
