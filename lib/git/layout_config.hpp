#pragma once

#include <string>
#include <string_view>

namespace cb::git {

/// The part of a repository's configuration file (git-config(1), "CONFIGURATION FILE") that
/// describes its layout, which suffices to read the repository: some settings of core, and
/// extensions, each with a plain value. Remotes, addresses, headers, helpers and includes may
/// contain a password or lead to one and are left out, and so is everything in unusual syntax.
/// Linear.
[[nodiscard]] std::string layout_config(std::string_view text);

} // namespace cb::git
