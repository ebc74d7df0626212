#pragma once

#include "git/repository.hpp"

#include <optional>
#include <string>

namespace cb::git {

/// The repository of the submodule at `path`, if it is at hand and has the commit: in the work tree
/// of `parent`, else anywhere in its .git/modules. A commit's id names its content, so whichever
/// repository has it is right, also after the submodule was moved or renamed.
[[nodiscard]] std::optional<Repository>
find_submodule(const Repository& parent, const std::string& path, const CommitId& commit);

} // namespace cb::git
