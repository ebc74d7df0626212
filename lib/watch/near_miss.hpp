#pragma once

#include "git/repository.hpp"

#include <string>

namespace cb::watch {

/// A suggestion for a glob that matches no branch. It continues a sentence that starts with the
/// glob; empty if no name is near.
[[nodiscard]] std::string near_miss(const git::Repository& repository, const std::string& glob);

} // namespace cb::watch
