#pragma once

#include <filesystem>
#include <vector>

namespace cb::watch {

/// `path` itself if it is a repository; otherwise the repositories among its children, sorted by
/// name; otherwise `path` again, which may be inside a work tree. Throws Error{system}.
[[nodiscard]] std::vector<std::filesystem::path> repositories_at(const std::filesystem::path& path);

} // namespace cb::watch
