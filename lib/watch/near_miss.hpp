#pragma once

#include "git/repository.hpp"

#include <string>

namespace cb {

/// What a person may have meant by a glob that matches no branch, as the rest of a sentence that
/// starts with the glob; empty where nothing is near.
[[nodiscard]] std::string near_miss(const git::Repository& repository, const std::string& glob);

} // namespace cb
