#pragma once

#include <filesystem>
#include <vector>

namespace cb {

/// `path` itself where a repository starts there; else the repositories that are its children, in
/// the order of their names; else `path` again, which may lie inside of a work tree. Throws
/// Error{system}.
[[nodiscard]] std::vector<std::filesystem::path> repositories_at(const std::filesystem::path& path);

} // namespace cb
