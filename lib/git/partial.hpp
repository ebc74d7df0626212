#pragma once

#include "git/repository.hpp"

namespace cb::git {

/// Whether objects may be missing because a remote promised them (git-clone(1), --filter).
[[nodiscard]] bool is_partial(const Repository& repository);

/// Gets what a partial clone lacks of the commit's tree from its remote, with the git program,
/// which knows how to reach it. Does nothing where nothing is missing or the clone is whole. Waits
/// for 10 minutes at most and answers no question for a password.
///
/// Throws Error{usage} when there is no such commit, Error{unavailable} when objects could not be
/// had, Error{bad_input} when the tree is malformed, Error{system}, Interrupted.
void fetch_promised(const Repository& repository, const CommitId& commit);

} // namespace cb::git
