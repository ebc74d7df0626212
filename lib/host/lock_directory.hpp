#pragma once

#include "base/fd.hpp"

#include <sys/stat.h>
#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace cb::host {

/// The directory for locks shared by the cb processes of this machine: CB_LOCK_DIR, or else `cb` in
/// the first of /run/lock, /dev/shm and /tmp that every user may write to. Created for all users if
/// absent. Throws Error{system}, also if another user could remove locks or replace them with other
/// files.
[[nodiscard]] std::filesystem::path lock_directory();

/// Why a directory with this status is not safe for locks of the user `own`; nullopt if it is safe.
/// A safe directory belongs to the user or to root, is not a link, and is sticky if others may
/// write to it.
[[nodiscard]] std::optional<std::string> find_lock_directory_problem(const struct stat& status,
                                                                     uid_t own);

/// Opens the lock file, and creates it for all users if absent. Throws Error{system}, also if it is
/// a hard link to another file (fs.protected_hardlinks may be off).
[[nodiscard]] Fd open_lock(const std::filesystem::path& file);

/// Opens the lock file if it exists. Returns an empty Fd with errno ENOENT if it does not exist, or
/// another errno if it cannot be opened or has a second hard link.
[[nodiscard]] Fd open_existing_lock(const std::filesystem::path& file);

/// Takes the flock(2) of the file without waiting; false if another process holds it. The lock is
/// held until the descriptor is closed, at the latest when the process ends. Throws Error{system}.
[[nodiscard]] bool try_lock(const Fd& fd, const std::filesystem::path& file);

/// Replaces the content of the lock file, which this process holds, with `text` for others to read.
/// Ignores write errors.
void write_lock(const Fd& fd, std::string_view text);

/// What the holder wrote into the lock file, at most `max_bytes` bytes.
[[nodiscard]] std::string read_lock(const Fd& fd, std::size_t max_bytes);

/// The first line of `text`, for a terminal: empty if it contains anything but printable ASCII.
[[nodiscard]] std::string first_line(std::string_view text);

} // namespace cb::host
