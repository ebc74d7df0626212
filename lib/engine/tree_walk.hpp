#pragma once

#include "base/disk_space.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <functional>

namespace cb::engine {

/// Calls `visit` with the parent's descriptor, the name and the status (of the link itself) of each
/// entry below `top`, a directory before what is in it. Works by descriptors, because a commit's
/// paths can be longer than PATH_MAX. Follows no link, and enters nothing deeper than any tree that
/// lib/git exports. What cannot be read is left out. Throws Interrupted, and what `visit` throws.
void walk_tree(const std::filesystem::path& top,
               const std::function<void(int parent, const char* name, const struct stat&)>& visit);

[[nodiscard]] TreeSize size_of_tree(const std::filesystem::path& top);

} // namespace cb::engine
