#pragma once

#include "base/ids.hpp"

#include <string>

/// Which commits gave the same image content. The cache has one small file for each content of a
/// repository, with the first commit that had it.
namespace cb::engine {

/// The first commit of the repository whose image had this content. If there is none yet, or the
/// file cannot be read or written, `commit`, which is then recorded.
[[nodiscard]] CommitId
find_or_note_content(const std::string& repo, const std::string& content, const CommitId& commit);

} // namespace cb::engine
