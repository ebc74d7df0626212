#pragma once

#include "base/fd.hpp"

#include <linux/mount.h>

#include <cstdint>
#include <filesystem>
#include <string>

/// The mounts that a sandbox's view is made of: mount(2), open_tree(2), mount_setattr(2).
namespace cb::engine {

inline constexpr std::uint64_t read_only = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID;

/// Mounts a new file system. `flags` are those of mount(2). Throws Error{system}.
void mount_new(const char* type,
               const std::filesystem::path& target,
               unsigned long flags,
               const std::string& options = "");

/// Shows `source` and what is mounted below it at `target`, with `attributes` for all of it
/// (mount_setattr(2)). Throws Error{system}.
void show(const std::filesystem::path& source,
          const std::filesystem::path& target,
          std::uint64_t attributes);

/// Shows a file or a directory at `target`, which is made, read-only. Neither may be a symbolic
/// link. What is not there, or is anything else, is not shown. Throws Error{system}.
void show_at(const std::filesystem::path& source, const std::filesystem::path& target);

/// Shows the directory `source` at `target`, read-only and with its owners as `owners` maps them
/// (an idmapped mount, mount_setattr(2)). Returns whether the kernel and the file system can do
/// that.
[[nodiscard]] bool show_mapped(const std::filesystem::path& source,
                               const std::filesystem::path& target,
                               const Fd& owners);

} // namespace cb::engine
