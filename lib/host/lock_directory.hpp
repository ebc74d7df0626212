#pragma once

#include "base/fd.hpp"

#include <sys/stat.h>
#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace cb {

/// Where the processes of cb on this machine lock what they share: CB_LOCK_DIR, else `cb` in the
/// first of /run/lock, /dev/shm and /tmp that every user may write to. Made if need be, for every
/// user. Throws Error{system}, also where somebody else could take locks away or put other files in
/// their places.
[[nodiscard]] std::filesystem::path lock_directory();

/// Why a directory of that status is none to keep locks in for the user `own`; none where it is
/// one: ours or root's, no link, and sticky where others may write to it.
[[nodiscard]] std::optional<std::string> problem_of_lock_directory(const struct stat& status,
                                                                   uid_t own);

/// The lock file, made if need be for every user to lock. Throws Error{system}, also where it is
/// another file's second name (fs.protected_hardlinks may be off).
[[nodiscard]] Fd open_lock(const std::filesystem::path& file);

/// The lock file if it is there; an empty Fd if not (errno is ENOENT), or if it cannot be had or
/// has a second name (errno is another).
[[nodiscard]] Fd open_existing_lock(const std::filesystem::path& file);

/// Takes the flock(2) of the file without waiting; false if it is somebody else's. It is held until
/// the descriptor is closed, at the latest when the process ends, however it ends. Throws
/// Error{system}.
[[nodiscard]] bool try_lock(const Fd& fd, const std::filesystem::path& file);

/// Writes `text` into the lock file that we hold, in place of what was there. It is for others to
/// read; that it cannot be written is no reason not to go on.
void write_lock(const Fd& fd, std::string_view text);

/// What its holder wrote into the lock file, at most `most` bytes of it.
[[nodiscard]] std::string read_lock(const Fd& fd, std::size_t most);

/// The first line of `text`, for a terminal: empty where it has anything but printable ASCII.
[[nodiscard]] std::string first_line(std::string_view text);

} // namespace cb
