#pragma once

#include "base/fd.hpp"
#include "base/quantity.hpp"
#include "base/text.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace cb {

/// The whole file. Throws Error{bad_input} when it is larger than `most`, Error{system} otherwise.
[[nodiscard]] std::string read_file(const std::filesystem::path& path, Bytes most);

/// Like read_file with a bound of 1 MiB, for files of /proc and /sys, and none where the file
/// cannot be read.
[[nodiscard]] std::optional<std::string> read_small_file(const std::filesystem::path& path);

/// Who may read a new file.
enum class Readers {
    umask, ///< whom the umask lets
    owner, ///< this user only
};

/// Replaces `path` in one step: writes a neighbour, fsyncs it, renames it and fsyncs the directory.
/// Readers see the old or the new file, also after a crash. It keeps the permissions of the file
/// that it replaces; `readers` are those of a new one. Throws Error{system}.
void replace_file(const std::filesystem::path& path,
                  std::string_view data,
                  Readers readers = Readers::umask);

/// Makes the directory and its parents, for this user only. Throws Error{system}.
void make_private_directory(const std::filesystem::path& path);

/// Deletes the tree below and with `path`, following no symbolic link and crossing no mount (bind
/// mounts need Linux 5.8 to be seen). Missing is fine. Makes directories readable and writable on
/// the way where their owner forgot to. Few descriptors and little stack for any depth. Throws
/// Error{system} when something is left.
void remove_tree(const std::filesystem::path& path);

/// TMPDIR, else /tmp.
[[nodiscard]] std::filesystem::path temporary_directory();

/// A directory that is deleted with the object.
class TempDir {
public:
    /// Below `parent`, or below temporary_directory() when it is empty.
    explicit TempDir(const std::filesystem::path& parent = {});
    /// Exactly this directory, which must not be there yet. Throws Error{system}.
    [[nodiscard]] static TempDir at(const std::filesystem::path& path);
    TempDir(TempDir&& other) noexcept : path_{std::exchange(other.path_, {})} {}
    TempDir& operator=(TempDir&&) = delete;
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;
    ~TempDir();
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
    /// Keeps the directory; the caller deletes it.
    std::filesystem::path release() noexcept { return std::exchange(path_, {}); }

private:
    struct Made {};
    TempDir(Made, std::filesystem::path path) : path_{std::move(path)} {}

    std::filesystem::path path_;
};

/// An exclusive lock on a file (flock(2)), held until the object ends or the process dies.
class FileLock {
public:
    /// Waits for it. Throws Interrupted, Error{system}.
    explicit FileLock(const std::filesystem::path& path);

private:
    Fd fd_;
};

} // namespace cb
