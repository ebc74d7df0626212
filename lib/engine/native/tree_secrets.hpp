#pragma once

#include <filesystem>

namespace cb::engine {

/// Takes out of the work tree at `work` what git keeps there of passwords: of the configuration of
/// its repository and of those of its submodules only their layout stays (git/layout_config.hpp),
/// and neither reflogs nor FETCH_HEAD, which name the addresses that were fetched from. What git
/// needs to read commits stays. Follows no link. `work` is a copy or an overlay: it is written to.
/// Throws Error{system}, Interrupted.
void remove_git_secrets(const std::filesystem::path& work);

} // namespace cb::engine
