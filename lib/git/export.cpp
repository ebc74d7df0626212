#include "git/export.hpp"

#include "base/disk_space.hpp"
#include "base/fd.hpp"
#include "base/stop.hpp"
#include "base/utf8.hpp"
#include "git/checkout.hpp"
#include "git/objects.hpp"
#include "git/submodule.hpp"

#include <fmt/format.h>
#include <git2.h>

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <strings.h>
#include <unistd.h>

namespace cb::git {

namespace {

constexpr mode_t directory_mode = 0755;
/// PATH_MAX minus the path of the directory that contains the tree. The export itself could write
/// longer paths step by step, but the builder could not read them.
constexpr std::size_t longest_path = 4096 - 256;
constexpr std::size_t longest_shown = 200;

/// Shortens a name or path for messages: a tree may contain names of any length and any bytes.
std::string shown(std::string_view path)
{
    return path.size() > longest_shown ? printable(path, longest_shown) + "…" : to_utf8(path);
}

/// Throws Error{bad_input} if the name could escape its directory. git rejects the same names
/// (verify_path in its read-cache.c), but a tree object may contain any name.
void check_name(std::string_view name, const std::string& path)
{
    const bool is_git = name.size() == 4 && ::strncasecmp(name.data(), ".git", 4) == 0;
    if (name.empty() || name == "." || name == ".." || is_git || name.find('/') != name.npos) {
        throw Error{Errc::bad_input,
                    fmt::format("the tree has an entry with the forbidden name \"{}\"", path)};
    }
}

/// A file occupies whole blocks.
std::uint64_t whole_blocks(std::uint64_t bytes, std::uint64_t block_bytes)
{
    return block_bytes == 0 ? bytes : (bytes + block_bytes - 1) / block_bytes * block_bytes;
}

/// Shared by all writers of one export.
struct Progress {
    timespec time;
    std::uint64_t bytes_left, entries_left;
    DiskSpace space; ///< before the first file
    TreeSize taken{};
    Exported exported{};
};

/// Writes the tree of one repository; each submodule has its own writer.
class TreeWriter {
public:
    TreeWriter(const Repository& repository, Progress& progress, std::string prefix)
        : repository_{repository}, checkout_{repository}, progress_{progress}, prefix_{std::move(
                                                                                   prefix)}
    {}

    /// `path` is the tree's path below the top, for messages, with a trailing slash.
    void write_tree(const git_tree& tree, int directory, const std::string& path, int depth)
    {
        check_depth(depth);
        checkout_.enter(tree, path.substr(prefix_.size()));
        for (std::size_t i = 0; i < git_tree_entrycount(&tree); ++i) {
            throw_if_stopped();
            const git_tree_entry& entry = *git_tree_entry_byindex(&tree, i);
            const std::string name = git_tree_entry_name(&entry);
            check_name(name, shown(path + name));
            take_entry(path + name);
            write_entry(entry, {directory, name, path + name, depth});
        }
        set_time(directory, path);
    }

    /// Adds the filters that this repository's checkout did not run to the result.
    void report_filters() const
    {
        progress_.exported.filters_not_run.insert(checkout_.filters_not_run().begin(),
                                                  checkout_.filters_not_run().end());
    }

private:
    /// The destination of an entry.
    struct Place {
        int parent;
        std::string name;
        std::string path;
        int depth;
    };

    void write_entry(const git_tree_entry& entry, const Place& place)
    {
        const git_oid& id = *git_tree_entry_id(&entry);
        switch (git_tree_entry_filemode(&entry)) {
        case GIT_FILEMODE_TREE:
            write_directory(id, place);
            break;
        case GIT_FILEMODE_COMMIT:
            write_submodule(to_commit_id(id), place);
            break;
        case GIT_FILEMODE_LINK:
            write_link(id, place);
            break;
        case GIT_FILEMODE_BLOB_EXECUTABLE:
            write_file(id, place, 0755);
            break;
        default:
            write_file(id, place, 0644);
            break;
        }
    }

    void write_directory(const git_oid& id, const Place& place)
    {
        TreeHandle tree;
        check_object(git_tree_lookup(Out{tree}, repository_.raw(), &id),
                     repository_,
                     "reading " + shown(place.path));
        const Fd directory = make_directory(place);
        write_tree(*tree, directory.get(), place.path + "/", place.depth + 1);
    }

    void write_submodule(const CommitId& commit, const Place& place)
    {
        const Fd directory = make_directory(place);
        const auto submodule = find_submodule(repository_, local_path(place), commit);
        if (!submodule) {
            progress_.exported.missing_submodules.push_back(to_utf8(place.path));
            set_time(directory.get(), place.path);
            return;
        }
        TreeWriter writer{*submodule, progress_, place.path + "/"};
        writer.write_tree(
            *lookup_tree(*submodule, commit), directory.get(), writer.prefix_, place.depth + 1);
        writer.report_filters();
    }

    void write_file(const git_oid& id, const Place& place, mode_t mode)
    {
        const auto content = checkout_.content(
            id, local_path(place), Bytes{progress_.bytes_left}, shown(place.path));
        take_content(content);
        const Fd file{::openat(place.parent,
                               place.name.c_str(),
                               O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                               mode)};
        if (!file) {
            throw_not_made(place);
        }
        write_content(file.get(), content, place);
        if (::fchmod(file.get(), mode) != 0) { // overrides the umask
            throw_errno("writing " + shown(place.path));
        }
        set_time(file.get(), place.path);
    }

    /// Used instead of write_all(), which does not report the errno.
    void write_content(int file, std::string_view content, const Place& place)
    {
        while (!content.empty()) {
            const auto written = ::write(file, content.data(), content.size());
            if (written >= 0) {
                content.remove_prefix(static_cast<std::size_t>(written));
            } else if (errno != EINTR) {
                throw_not_made(place);
            }
        }
    }

    void write_link(const git_oid& id, const Place& place)
    {
        const auto target =
            read_blob(repository_, id, Bytes{progress_.bytes_left}, shown(place.path));
        take_content(target);
        if (target.empty() || target.find('\0') != std::string::npos) {
            throw Error{
                Errc::bad_input,
                fmt::format("{} is a symbolic link with an empty target", shown(place.path))};
        }
        const std::array times{progress_.time, progress_.time};
        if (::symlinkat(target.c_str(), place.parent, place.name.c_str()) != 0 ||
            ::utimensat(place.parent, place.name.c_str(), times.data(), AT_SYMLINK_NOFOLLOW) != 0) {
            throw_not_made(place);
        }
    }

    [[nodiscard]] Fd make_directory(const Place& place) const
    {
        if (::mkdirat(place.parent, place.name.c_str(), directory_mode) != 0) {
            throw_not_made(place);
        }
        Fd directory{::openat(
            place.parent, place.name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)};
        if (!directory || ::fchmod(directory.get(), directory_mode) != 0) {
            throw_errno("opening " + shown(place.path));
        }
        return directory;
    }

    /// Must be called before errno changes.
    [[noreturn]] void throw_not_made(const Place& place) const
    {
        const int problem = errno;
        if (problem == EEXIST) {
            throw Error{
                Errc::bad_input,
                fmt::format("the tree has several entries named \"{}\"", shown(place.path))};
        }
        if (problem == ENAMETOOLONG) {
            throw Error{Errc::bad_input,
                        fmt::format("{} has a name, or links to a name, that is too long for "
                                    "the file system",
                                    shown(place.path))};
        }
        if ((problem == ENOSPC || problem == EDQUOT) &&
            progress_.space.is_mostly(progress_.taken)) {
            const auto& exported = progress_.exported;
            throw Error{Errc::bad_input,
                        fmt::format("the tree does not fit on this machine: the disk is full after "
                                    "{} bytes in {} files, most of what was free",
                                    exported.bytes.count(),
                                    exported.files)};
        }
        errno = problem;
        throw_errno("writing " + shown(place.path));
    }

    void take_entry(const std::string& path)
    {
        if (path.size() > longest_path) {
            throw Error{Errc::bad_input,
                        fmt::format("{} is a path of {} bytes; the longest is {}",
                                    shown(path),
                                    path.size(),
                                    longest_path)};
        }
        if (progress_.entries_left-- == 0) {
            throw Error{Errc::bad_input, "the tree exceeds the limit of files and directories"};
        }
        ++progress_.taken.entries;
    }

    /// \pre the content fits into the remaining limit
    void take_content(const std::string& content)
    {
        progress_.bytes_left -= content.size();
        progress_.taken.bytes += whole_blocks(content.size(), progress_.space.block_bytes());
        auto& exported = progress_.exported;
        exported.bytes = Bytes{exported.bytes.count() + content.size()};
        ++exported.files;
    }

    /// The path of the entry in its own repository.
    [[nodiscard]] std::string local_path(const Place& place) const
    {
        return place.path.substr(prefix_.size());
    }

    void set_time(int fd, const std::string& path) const
    {
        const std::array times{progress_.time, progress_.time};
        if (::futimens(fd, times.data()) != 0) {
            throw_errno("setting the time of " + shown(path));
        }
    }

    const Repository& repository_;
    Checkout checkout_;
    Progress& progress_;
    std::string prefix_; ///< where the repository's own paths start
};

} // namespace

Exported export_tree(const Repository& repository,
                     const CommitId& commit,
                     const std::filesystem::path& directory,
                     const ExportLimits& limits)
{
    const Fd top{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!top) {
        throw_errno("opening " + directory.native());
    }
    const timespec time{.tv_sec = git_commit_time(lookup_commit(repository, commit).get()),
                        .tv_nsec = 0};
    Progress progress{time, limits.total.count(), limits.entries, DiskSpace::of(top.get())};
    TreeWriter writer{repository, progress, ""};
    writer.write_tree(*lookup_tree(repository, commit), top.get(), "", 0);
    writer.report_filters();
    return progress.exported;
}

} // namespace cb::git
