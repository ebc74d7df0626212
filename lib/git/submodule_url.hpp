#pragma once

#include "git/remote_url.hpp"

#include <string_view>

namespace cb::git {

/// The address of a submodule, as gitmodules(5) resolves the URL in .gitmodules: one that starts
/// with "./" or "../" is relative to that of the repository.
///
/// The URL comes from a commit, which must not choose where this machine connects to: it must name
/// the same server as `parent`, by the same protocol or a protected one, and a file below the same
/// directory. Otherwise, the error says so.
[[nodiscard]] Parsed<RemoteUrl> resolve_submodule_url(const RemoteUrl& parent,
                                                      std::string_view url);

} // namespace cb::git
