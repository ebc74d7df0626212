#pragma once

#include "git/history.hpp"

#include <vector>

namespace cb::git {

/// The commits so that no parent comes before all of its children, and besides newest first. Those
/// of one second that may both come next are in the order in which they became free to come.
/// \pre each is loaded and is there once
[[nodiscard]] std::vector<History::Index>
ordered_by_ancestry(const History& history, const std::vector<History::Index>& commits);

} // namespace cb::git
