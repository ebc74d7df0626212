#pragma once

#include "git/repository.hpp"

namespace cb::git {

/// Whether objects may be missing because a remote promised them (git-clone(1), --filter).
[[nodiscard]] bool is_partial(const Repository& repository);

/// Fetches the objects of the commit's tree that a partial clone lacks. Uses the git program, which
/// knows how to access the remote. Does nothing if no object is missing or the clone is complete.
/// Waits for at most 10 minutes and never asks for a password.
///
/// Throws Error{usage} if the commit does not exist, Error{unavailable} if objects could not be
/// fetched, Error{bad_input} if the tree is malformed, Error{system}, Interrupted.
void fetch_promised(const Repository& repository, const CommitId& commit);

} // namespace cb::git
