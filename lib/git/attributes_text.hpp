#pragma once

#include <string>
#include <string_view>

namespace cb::git {

/// The lines of a .gitattributes as libgit2 1.5 reads them to the same effect as git: patterns in
/// quotes, which it does not know, are unquoted (gitattributes(5), quote.c of git), and lines that
/// git ignores, such as negative patterns, are left out.
[[nodiscard]] std::string to_plain_attributes(std::string_view text);

} // namespace cb::git
