#pragma once

#include "base/fd.hpp"

#include <linux/mount.h>

#include <cstdint>
#include <filesystem>
#include <string>

/// Mount operations for a sandbox's view: mount(2), open_tree(2), mount_setattr(2).
namespace cb::engine {

inline constexpr std::uint64_t read_only = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID;

/// Mounts a new file system. `flags` are those of mount(2). Throws Error{system}.
void mount_new(const char* type,
               const std::filesystem::path& target,
               unsigned long flags,
               const std::string& options = "");

/// Bind-mounts `source` and all mounts below it on `target`. `attributes` apply to all of them
/// (mount_setattr(2)). Throws Error{system}.
void show(const std::filesystem::path& source,
          const std::filesystem::path& target,
          std::uint64_t attributes);

/// Bind-mounts a file or a directory read-only on `target`, which is created. Neither may be a
/// symbolic link. Does nothing if `source` is absent or of another type. Throws Error{system}.
void show_at(const std::filesystem::path& source, const std::filesystem::path& target);

/// Mounts the directory `source` on `target`, read-only and with its owners mapped by `owners` (an
/// idmapped mount, mount_setattr(2)). Returns false if the kernel or the file system does not
/// support that.
[[nodiscard]] bool show_mapped(const std::filesystem::path& source,
                               const std::filesystem::path& target,
                               const Fd& owners);

} // namespace cb::engine
