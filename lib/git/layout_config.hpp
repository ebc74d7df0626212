#pragma once

#include <string>
#include <string_view>

namespace cb::git {

/// Of a repository's configuration file (git-config(1), "CONFIGURATION FILE") what says how the
/// repository is laid out, which is enough to read it: some settings of core, and extensions, each
/// with a plain value. Remotes, addresses, headers, helpers and includes, which can hold or lead to
/// a password, are left out, and so is whatever is written in an unusual way. Linear.
[[nodiscard]] std::string layout_config(std::string_view text);

} // namespace cb::git
