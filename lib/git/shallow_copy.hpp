#pragma once

#include "git/export.hpp"

namespace cb::git {

/// Adds a .git of exactly this commit to an exported tree: HEAD is detached at it, its parents are
/// cut off (a shallow clone), and the index is that of the tree, so that `git describe --always`
/// and `git status` work. It has no remote, no hook, no other branch or tag, and no configuration
/// of the repository. Submodules have no .git.
///
/// Throws Error{usage} if the commit does not exist, Error{bad_input} if its objects exceed the
/// limits, Error{unavailable} if one is missing; Error{system}, Interrupted, and what the sink
/// throws.
void add_shallow_copy(const Repository& repository,
                      const CommitId& commit,
                      TreeSink& sink,
                      const ExportLimits& limits = {});

} // namespace cb::git
