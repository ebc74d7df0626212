#pragma once

#include <filesystem>

namespace cb::engine {

/// Removes git's files with passwords from the work tree at `work`. The configuration of the
/// repository and of its submodules keeps only its layout (git/layout_config.hpp). Reflogs and
/// FETCH_HEAD, which name fetched addresses, are removed. What git needs to read commits stays.
/// Follows no link. `work` is a copy or an overlay and is modified. Throws Error{system},
/// Interrupted.
void remove_git_secrets(const std::filesystem::path& work);

} // namespace cb::engine
