#include "git/disk_tree.hpp"

#include "base/error.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace cb::git {

namespace {

constexpr int enter_flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
constexpr std::size_t longest_named = 200;

/// A file occupies whole blocks.
std::uint64_t whole_blocks(std::uint64_t bytes, std::uint64_t block_bytes)
{
    return block_bytes == 0 ? bytes : (bytes + block_bytes - 1) / block_bytes * block_bytes;
}

Fd open_top(const std::filesystem::path& directory)
{
    Fd top{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!top) {
        throw_errno("opening " + directory.native());
    }
    return top;
}

} // namespace

DiskTree::DiskTree(const std::filesystem::path& directory, std::int64_t time)
    : time_{.tv_sec = time, .tv_nsec = 0}, space_{DiskSpace::of(directory)}
{
    levels_.push_back({"", open_top(directory)});
}

bool DiskTree::wants(const std::string& /*path*/, TreeKind /*kind*/)
{
    return true;
}

void DiskTree::add(const TreeEntry& entry)
{
    const int parent = open_parent(entry.path);
    const auto name = entry.path.substr(entry.path.rfind('/') + 1);
    ++taken_.entries;
    switch (entry.kind) {
    case TreeKind::directory:
        add_directory(parent, name, entry);
        break;
    case TreeKind::file:
        add_file(parent, name, entry);
        break;
    case TreeKind::link:
        add_link(parent, name, entry);
        break;
    }
}

void DiskTree::finish()
{
    leave_to("");
    set_time(levels_.front().directory.get(), ".");
}

/// Opens the directory of the entry. Entries mostly share the directory of the one before.
int DiskTree::open_parent(const std::string& path)
{
    const std::string_view parent{path.data(), path.rfind('/') + 1};
    leave_to(parent);
    while (levels_.back().path.size() < parent.size()) {
        const auto start = levels_.back().path.size();
        const auto end = parent.find('/', start);
        Fd next{::openat(levels_.back().directory.get(),
                         std::string{parent.substr(start, end - start)}.c_str(),
                         enter_flags)};
        if (!next) {
            throw_errno("writing " + printable(path, longest_named));
        }
        levels_.push_back({std::string{parent.substr(0, end + 1)}, std::move(next)});
    }
    return levels_.back().directory.get();
}

/// Closes the directories that do not contain `parent`. Creating an entry changed their times.
void DiskTree::leave_to(std::string_view parent)
{
    while (!parent.starts_with(levels_.back().path)) {
        set_time(levels_.back().directory.get(), levels_.back().path);
        levels_.pop_back();
    }
}

void DiskTree::add_directory(int parent, const std::string& name, const TreeEntry& entry)
{
    if (::mkdirat(parent, name.c_str(), entry.mode) != 0) {
        throw_not_made(entry);
    }
    Fd directory{::openat(parent, name.c_str(), enter_flags)};
    if (!directory || ::fchmod(directory.get(), entry.mode) != 0) {
        throw_errno("opening " + printable(entry.path, longest_named));
    }
    levels_.push_back({entry.path + "/", std::move(directory)});
}

void DiskTree::add_file(int parent, const std::string& name, const TreeEntry& entry)
{
    taken_.bytes += whole_blocks(entry.content.size(), space_.block_bytes());
    bytes_ += entry.content.size();
    ++files_;
    const Fd file{::openat(
        parent, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, entry.mode)};
    if (!file) {
        throw_not_made(entry);
    }
    for (std::string_view rest = entry.content; !rest.empty();) { // write_all() hides the errno
        const auto written = ::write(file.get(), rest.data(), rest.size());
        if (written >= 0) {
            rest.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno != EINTR) {
            throw_not_made(entry);
        }
    }
    if (::fchmod(file.get(), entry.mode) != 0) { // overrides the umask
        throw_errno("writing " + printable(entry.path, longest_named));
    }
    set_time(file.get(), entry.path);
}

void DiskTree::add_link(int parent, const std::string& name, const TreeEntry& entry)
{
    bytes_ += entry.content.size();
    ++files_;
    const std::array times{time_, time_};
    if (::symlinkat(entry.content.c_str(), parent, name.c_str()) != 0 ||
        ::utimensat(parent, name.c_str(), times.data(), AT_SYMLINK_NOFOLLOW) != 0) {
        throw_not_made(entry);
    }
}

/// Must be called before errno changes.
void DiskTree::throw_not_made(const TreeEntry& entry) const
{
    const int problem = errno;
    if ((problem == ENOSPC || problem == EDQUOT) && space_.is_mostly(taken_)) {
        throw Error{Errc::bad_input,
                    fmt::format("the tree does not fit on this machine: the disk is full after {} "
                                "bytes in {} files, most of what was free",
                                bytes_,
                                files_)};
    }
    errno = problem;
    throw_errno("writing " + printable(entry.path, longest_named));
}

void DiskTree::set_time(int fd, const std::string& path) const
{
    const std::array times{time_, time_};
    if (::futimens(fd, times.data()) != 0) {
        throw_errno("setting the time of " + printable(path, longest_named));
    }
}

} // namespace cb::git
