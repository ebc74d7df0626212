#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cb::git {

/// The text with each "$Id$" and "$Id: ... $" replaced by "$Id: ID $", as the attribute ident asks
/// for (convert.c of git, ident_to_worktree()). One of another system, which has a blank within, is
/// left alone.
[[nodiscard]] std::string expand_idents(std::string_view text, std::string_view id);

/// How many there are.
[[nodiscard]] std::size_t count_idents(std::string_view text);

} // namespace cb::git
