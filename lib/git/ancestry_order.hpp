#pragma once

#include "git/history.hpp"

#include <vector>

namespace cb::git {

/// Sorts the commits so that every parent comes after all of its children, and otherwise newest
/// first. Commits of the same second are in the order in which they became ready. \pre each commit
/// is loaded and appears once
[[nodiscard]] std::vector<History::Index>
ordered_by_ancestry(const History& history, const std::vector<History::Index>& commits);

} // namespace cb::git
