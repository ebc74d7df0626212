#pragma once

#include "base/fd.hpp"

#include <filesystem>

namespace cb {

/// Where the processes of cb on this machine lock what they share: CB_LOCK_DIR, else `cb` in the
/// first of /run/lock, /dev/shm and /tmp that every user may write to. Made if need be, for every
/// user. Throws Error{system}.
[[nodiscard]] std::filesystem::path lock_directory();

/// The lock file, made if need be for every user to lock. Throws Error{system}.
[[nodiscard]] Fd open_lock(const std::filesystem::path& file);

/// The lock file if it is there; an empty Fd if not.
[[nodiscard]] Fd open_existing_lock(const std::filesystem::path& file);

/// Takes the flock(2) of the file without waiting; false if it is somebody else's. It is held until
/// the descriptor is closed, at the latest when the process ends, however it ends. Throws
/// Error{system}.
[[nodiscard]] bool try_lock(const Fd& fd, const std::filesystem::path& file);

} // namespace cb
