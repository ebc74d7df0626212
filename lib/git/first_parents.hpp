#pragma once

#include "git/repository.hpp"

#include <vector>

namespace cb::git {

/// A part of history along first parents.
struct FirstParents {
    CommitId base;                 ///< the first parent of the first commit
    std::vector<CommitId> commits; ///< each the first parent of the next; at least one
};

/// The commits that `to` reaches by first parents and `from` does not reach at all, oldest first,
/// as `git log --first-parent --reverse FROM..TO` lists them. The base is `from` unless `from` is
/// not on that line, because it was merged or is on another branch. Throws Error{usage} if there is
/// no such commit, or no base because the histories are unrelated, and what Walk throws.
[[nodiscard]] FirstParents
list_first_parents(const Repository& repository, const CommitId& from, const CommitId& to);

} // namespace cb::git
