#pragma once

#include "base/fd.hpp"
#include "base/quantity.hpp"
#include "base/text.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace cb {

/// Reads the whole file. Throws Error{bad_input} if it is larger than `max_size`, otherwise
/// Error{system}.
[[nodiscard]] std::string read_file(const std::filesystem::path& path, Bytes max_size);

/// Like read_file with a limit of 1 MiB, for files of /proc and /sys. nullopt if the file cannot be
/// read.
[[nodiscard]] std::optional<std::string> read_small_file(const std::filesystem::path& path);

/// Who may read a new file.
enum class Readers {
    umask, ///< as permitted by the umask
    owner, ///< only this user
};

/// Replaces `path` atomically, as by NewFile. Throws Error{system}.
void replace_file(const std::filesystem::path& path,
                  std::string_view data,
                  Readers readers = Readers::umask);

/// Creates the directory and its parents with access for this user only. Throws Error{system}.
void make_private_directory(const std::filesystem::path& path);

/// Deletes `path` and everything below it, without following symbolic links or crossing mounts
/// (detecting bind mounts requires Linux 5.8). A missing path is not an error. Makes directories
/// readable and writable if necessary. Needs few descriptors and little stack at any depth. Throws
/// Error{system} if anything remains.
void remove_tree(const std::filesystem::path& path);

/// TMPDIR, or else /tmp.
[[nodiscard]] std::filesystem::path temporary_directory();

/// A temporary directory; the destructor deletes it.
class TempDir {
public:
    /// Creates it below `parent`, or below temporary_directory() if that is empty.
    explicit TempDir(const std::filesystem::path& parent = {});
    /// Creates exactly this directory, which must not exist. Throws Error{system}.
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

/// An exclusive lock on a file (flock(2)), held until the destructor runs or the process dies.
class FileLock {
public:
    /// Waits for the lock. Throws Interrupted, Error{system}.
    explicit FileLock(const std::filesystem::path& path);

private:
    Fd fd_;
};

} // namespace cb
