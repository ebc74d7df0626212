#include "host/lock_directory.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

namespace cb::host {

namespace {

namespace fs = std::filesystem;

constexpr int open_flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW;

/// A directory like /tmp: every user may create locks, and nobody may remove another user's files.
void make_shared_directory(const fs::path& directory)
{
    if (::mkdir(directory.c_str(), 0755) == 0) {
        if (::chmod(directory.c_str(), 01777) != 0) { // mkdir(2) is subject to the umask
            throw_errno("setting the mode of the lock directory " + directory.native());
        }
    } else if (errno != EEXIST) {
        throw_errno(fmt::format("creating the lock directory {} (CB_LOCK_DIR names another "
                                "directory)",
                                directory.native()));
    }
}

void require_trusted(const fs::path& directory)
{
    struct stat status {};
    if (::lstat(directory.c_str(), &status) != 0) {
        throw_errno("reading the status of " + directory.native());
    }
    if (const auto problem = find_lock_directory_problem(status, ::geteuid())) {
        throw Error{
            Errc::system,
            fmt::format("the lock directory {} {}; create it as root for all users (install -d -o "
                        "root -m 1777 {}), or set CB_LOCK_DIR to another directory",
                        directory.native(),
                        *problem,
                        directory.native())};
    }
}

/// Protects against links: what is written into a lock must not end up in another file.
bool is_lock(const Fd& fd)
{
    struct stat status {};
    return ::fstat(fd.get(), &status) == 0 && S_ISREG(status.st_mode) && status.st_nlink <= 1;
}

/// Chooses by the directory's mode and not by our own permissions, so that all users find the same
/// directory. Some distributions make /run/lock writable for root only, and a minimal system does
/// not have it.
fs::path choose_shared_directory()
{
    for (const char* const candidate : {"/run/lock", "/dev/shm"}) {
        struct stat status {};
        if (::stat(candidate, &status) == 0 && S_ISDIR(status.st_mode) &&
            (status.st_mode & S_IWOTH) != 0) {
            return candidate;
        }
    }
    return "/tmp";
}

} // namespace

fs::path lock_directory()
{
    const char* const named = std::getenv("CB_LOCK_DIR");
    auto directory =
        named != nullptr && *named != 0 ? fs::path{named} : choose_shared_directory() / "cb";
    make_shared_directory(directory);
    require_trusted(directory);
    return directory;
}

std::optional<std::string> find_lock_directory_problem(const struct stat& status, uid_t own)
{
    if (!S_ISDIR(status.st_mode)) {
        return S_ISLNK(status.st_mode) ? "is a symbolic link" : "is not a directory";
    }
    if (status.st_uid != own && status.st_uid != 0) {
        return fmt::format("belongs to user {}, who can remove locks", status.st_uid);
    }
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0 && (status.st_mode & S_ISVTX) == 0) {
        return "is writable for others and not sticky";
    }
    return std::nullopt;
}

Fd open_existing_lock(const fs::path& file)
{
    Fd fd{::open(file.c_str(), open_flags)};
    if (fd && !is_lock(fd)) {
        fd.reset();
        errno = EMLINK;
    }
    return fd;
}

/// Opens existing files without O_CREAT: in a directory like /tmp the kernel rejects that flag for
/// another user's files (sysctl fs.protected_regular).
Fd open_lock(const fs::path& file)
{
    constexpr int tries = 3; // another process may create or remove the file in between
    for (int i = 0; i < tries; ++i) {
        if (Fd fd = open_existing_lock(file)) {
            return fd;
        }
        if (errno != ENOENT) {
            break;
        }
        if (Fd fd{::open(file.c_str(), open_flags | O_CREAT | O_EXCL, 0666)}) {
            ::fchmod(fd.get(), 0666);
            return fd;
        }
        if (errno != EEXIST) {
            break;
        }
    }
    throw_errno("opening " + file.native());
}

bool try_lock(const Fd& fd, const fs::path& file)
{
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) == 0) {
        return true;
    }
    if (errno == EWOULDBLOCK || errno == EINTR) {
        return false;
    }
    throw_errno("locking " + file.native());
}

void write_lock(const Fd& fd, std::string_view text)
{
    [[maybe_unused]] const auto cut = ::ftruncate(fd.get(), 0);
    [[maybe_unused]] const auto put = ::pwrite(fd.get(), text.data(), text.size(), 0);
}

std::string read_lock(const Fd& fd, std::size_t max_bytes)
{
    std::string text(max_bytes, '\0');
    const auto got = ::pread(fd.get(), text.data(), text.size(), 0);
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    return text;
}

std::string first_line(std::string_view text)
{
    const auto line = text.substr(0, text.find('\n'));
    const bool is_plain =
        std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; });
    return is_plain ? std::string{line} : std::string{};
}

} // namespace cb::host
