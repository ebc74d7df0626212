#pragma once

#include "base/disk_space.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <functional>

namespace cb::engine {

/// Calls `visit` with the parent's descriptor, the name and the status (lstat(2)) of each entry
/// below `top`; a directory precedes its entries. Uses descriptors, because a commit's paths may be
/// longer than PATH_MAX. Follows no links, and descends no deeper than any tree that lib/git
/// exports. Skips unreadable entries. Throws Interrupted, and whatever `visit` throws.
void walk_tree(const std::filesystem::path& top,
               const std::function<void(int parent, const char* name, const struct stat&)>& visit);

[[nodiscard]] TreeSize measure_tree(const std::filesystem::path& top);

} // namespace cb::engine
