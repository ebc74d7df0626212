#include "git/export.hpp"

#include "base/fd.hpp"
#include "base/stop.hpp"
#include "base/utf8.hpp"
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

constexpr int deepest = 256; ///< one descriptor is open for each level
constexpr mode_t directory_mode = 0755;

/// Throws Error{bad_input} unless the entry stays where it is put. git refuses these names as well
/// (verify_path in its read-cache.c), but a tree object can hold any.
void check_name(std::string_view name, const std::string& path)
{
    const bool is_git = name.size() == 4 && ::strncasecmp(name.data(), ".git", 4) == 0;
    if (name.empty() || name == "." || name == ".." || is_git || name.find('/') != name.npos) {
        throw Error{Errc::bad_input,
                    fmt::format("the tree has an entry named \"{}\", which is not allowed", path)};
    }
}

/// Writes one repository's tree; each submodule has a writer of its own.
class TreeWriter {
public:
    struct Budget {
        std::uint64_t bytes;
        std::uint64_t entries;
    };

    TreeWriter(const Repository& repository, timespec time, Budget& budget, Exported& exported)
        : repository_{repository}, time_{time}, budget_{budget}, exported_{exported}
    {}

    /// `path` is the tree's place below the top, for messages, with a slash at its end.
    void write_tree(const git_tree& tree, int directory, const std::string& path, int depth)
    {
        if (depth > deepest) {
            throw Error{Errc::bad_input,
                        fmt::format("the tree is more than {} levels deep", deepest)};
        }
        for (std::size_t i = 0; i < git_tree_entrycount(&tree); ++i) {
            throw_if_stopped();
            const git_tree_entry& entry = *git_tree_entry_byindex(&tree, i);
            const std::string name = git_tree_entry_name(&entry);
            check_name(name, to_utf8(path + name));
            take_entry();
            write_entry(entry, {directory, name, path + name, depth});
        }
        set_time(directory, path);
    }

private:
    /// Where an entry goes.
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
        check(git_tree_lookup(Out{tree}, repository_.raw(), &id), "reading " + shown(place));
        const Fd directory = make_directory(place);
        write_tree(*tree, directory.get(), place.path + "/", place.depth + 1);
    }

    void write_submodule(const CommitId& commit, const Place& place)
    {
        const Fd directory = make_directory(place);
        const auto local = place.path.substr(prefix_.size());
        const auto submodule = find_submodule(repository_, local, commit);
        if (!submodule) {
            exported_.missing_submodules.push_back(to_utf8(place.path));
            set_time(directory.get(), place.path);
            return;
        }
        TreeWriter writer{*submodule, time_, budget_, exported_};
        writer.prefix_ = place.path + "/";
        writer.write_tree(
            *lookup_tree(*submodule, commit), directory.get(), writer.prefix_, place.depth + 1);
    }

    void write_file(const git_oid& id, const Place& place, mode_t mode)
    {
        const auto content = take_content(id, place);
        const Fd file{::openat(place.parent,
                               place.name.c_str(),
                               O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                               mode)};
        if (!file) {
            throw_not_made(place);
        }
        write_all(file.get(), content, place.path);
        if (::fchmod(file.get(), mode) != 0) { // whatever the umask is
            throw_errno("writing " + shown(place));
        }
        set_time(file.get(), place.path);
    }

    void write_link(const git_oid& id, const Place& place)
    {
        const auto target = take_content(id, place);
        if (target.empty() || target.find('\0') != std::string::npos) {
            throw Error{Errc::bad_input,
                        fmt::format("{} is a symbolic link without a target", shown(place))};
        }
        const std::array times{time_, time_};
        if (::symlinkat(target.c_str(), place.parent, place.name.c_str()) != 0 ||
            ::utimensat(place.parent, place.name.c_str(), times.data(), AT_SYMLINK_NOFOLLOW) != 0) {
            throw_not_made(place);
        }
    }

    [[nodiscard]] static Fd make_directory(const Place& place)
    {
        if (::mkdirat(place.parent, place.name.c_str(), directory_mode) != 0) {
            throw_not_made(place);
        }
        Fd directory{::openat(
            place.parent, place.name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)};
        if (!directory || ::fchmod(directory.get(), directory_mode) != 0) {
            throw_errno("opening " + shown(place));
        }
        return directory;
    }

    [[noreturn]] static void throw_not_made(const Place& place)
    {
        if (errno == EEXIST) {
            throw Error{
                Errc::bad_input,
                fmt::format("the tree has several entries named \"{}\"", to_utf8(place.path))};
        }
        throw_errno("writing " + shown(place));
    }

    void take_entry()
    {
        if (budget_.entries-- == 0) {
            throw Error{Errc::bad_input,
                        "the tree has more files and directories than are allowed"};
        }
    }

    [[nodiscard]] std::string take_content(const git_oid& id, const Place& place)
    {
        auto content = read_blob(repository_, id, Bytes{budget_.bytes}, shown(place));
        budget_.bytes -= content.size();
        exported_.bytes = Bytes{exported_.bytes.count() + content.size()};
        ++exported_.files;
        return content;
    }

    void set_time(int fd, const std::string& path) const
    {
        const std::array times{time_, time_};
        if (::futimens(fd, times.data()) != 0) {
            throw_errno("setting the time of " + to_utf8(path));
        }
    }

    [[nodiscard]] static std::string shown(const Place& place) { return to_utf8(place.path); }

    const Repository& repository_;
    timespec time_;
    Budget& budget_;
    Exported& exported_;
    std::string prefix_{}; ///< where the repository's own paths start
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
    TreeWriter::Budget budget{limits.total.count(), limits.entries};
    Exported exported;
    TreeWriter writer{repository, time, budget, exported};
    writer.write_tree(*lookup_tree(repository, commit), top.get(), "", 0);
    return exported;
}

} // namespace cb::git
