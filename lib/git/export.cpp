#include "git/export.hpp"

#include "base/stop.hpp"
#include "base/utf8.hpp"
#include "git/checkout.hpp"
#include "git/objects.hpp"
#include "git/submodule.hpp"

#include <fmt/format.h>
#include <git2.h>

#include <algorithm>
#include <strings.h>
#include <unordered_set>

namespace cb::git {

namespace {

constexpr mode_t directory_mode = 0755;
/// The limits of Linux's file systems (NAME_MAX, PATH_MAX), where every tree ends sooner or later.
constexpr std::size_t longest_entry_name = 255;
constexpr std::size_t longest_target = 4095;
/// PATH_MAX minus the path of the directory that contains the tree.
constexpr std::size_t longest_path = 4096 - 256;
constexpr std::size_t longest_shown = 200;

/// Shortens a name or path for messages: a tree may contain names of any length and any bytes.
std::string shown(std::string_view path)
{
    return path.size() > longest_shown ? printable(path, longest_shown) + "…" : to_utf8(path);
}

[[noreturn]] void refuse_length(const std::string& path)
{
    throw Error{
        Errc::bad_input,
        fmt::format("{} has a name, or links to a name, that is too long for the file system",
                    shown(path))};
}

/// Throws Error{bad_input} if the name could escape its directory. git rejects the same names
/// (verify_path in its read-cache.c), but a tree object may contain any name.
void check_name(std::string_view name, const std::string& path)
{
    const bool is_git = name.size() == 4 && ::strncasecmp(name.data(), ".git", 4) == 0;
    if (name.empty() || name == "." || name == ".." || is_git || name.find('/') != name.npos) {
        throw Error{
            Errc::bad_input,
            fmt::format("the tree has an entry with the forbidden name \"{}\"", shown(path))};
    }
    if (name.size() > longest_entry_name) {
        refuse_length(path);
    }
    if (path.size() > longest_path) {
        throw Error{Errc::bad_input,
                    fmt::format("{} is a path of {} bytes; the longest is {}",
                                shown(path),
                                path.size(),
                                longest_path)};
    }
}

TreeKind kind_of(const git_tree_entry& entry)
{
    switch (git_tree_entry_filemode(&entry)) {
    case GIT_FILEMODE_TREE:
    case GIT_FILEMODE_COMMIT:
        return TreeKind::directory;
    case GIT_FILEMODE_LINK:
        return TreeKind::link;
    default:
        return TreeKind::file;
    }
}

/// Shared by all readers of one export.
struct Progress {
    TreeSink& sink;
    std::uint64_t bytes_left, entries_left;
    Exported exported{};
};

/// Reads the tree of one repository; each submodule has its own reader.
class TreeReader {
public:
    TreeReader(const Repository& repository, Progress& progress, std::string prefix)
        : repository_{repository}, checkout_{repository}, progress_{progress}, prefix_{std::move(
                                                                                   prefix)}
    {}

    /// `path` is the tree's path below the top, with a trailing slash.
    void read_tree(const git_tree& tree, const std::string& path, int depth)
    {
        check_depth(depth);
        checkout_.enter(tree, path.substr(prefix_.size()));
        std::unordered_set<std::string_view> names;
        for (std::size_t i = 0; i < git_tree_entrycount(&tree); ++i) {
            throw_if_stopped();
            const git_tree_entry& entry = *git_tree_entry_byindex(&tree, i);
            const std::string_view name = git_tree_entry_name(&entry);
            const auto place = path + std::string{name};
            check_name(name, place);
            if (!names.insert(name).second) {
                throw Error{Errc::bad_input,
                            fmt::format("the tree has several entries named \"{}\"", shown(place))};
            }
            if (progress_.entries_left-- == 0) {
                throw Error{Errc::bad_input, "the tree exceeds the limit of files and directories"};
            }
            if (progress_.sink.wants(place, kind_of(entry))) {
                read_entry(entry, place, depth);
            }
        }
    }

    /// Adds the filters that this repository's checkout did not run to the result.
    void report_filters() const
    {
        progress_.exported.filters_not_run.insert(checkout_.filters_not_run().begin(),
                                                  checkout_.filters_not_run().end());
    }

private:
    void read_entry(const git_tree_entry& entry, const std::string& path, int depth)
    {
        const git_oid& id = *git_tree_entry_id(&entry);
        switch (git_tree_entry_filemode(&entry)) {
        case GIT_FILEMODE_TREE:
            read_directory(id, path, depth);
            break;
        case GIT_FILEMODE_COMMIT:
            read_submodule(to_commit_id(id), path, depth);
            break;
        case GIT_FILEMODE_LINK:
            read_link(id, path);
            break;
        case GIT_FILEMODE_BLOB_EXECUTABLE:
            read_file(id, path, 0755);
            break;
        default:
            read_file(id, path, 0644);
            break;
        }
    }

    void add_directory(const std::string& path)
    {
        progress_.sink.add({path, TreeKind::directory, directory_mode, ""});
    }

    void read_directory(const git_oid& id, const std::string& path, int depth)
    {
        TreeHandle tree;
        check_object(git_tree_lookup(Out{tree}, repository_.raw(), &id),
                     repository_,
                     "reading " + shown(path));
        add_directory(path);
        read_tree(*tree, path + "/", depth + 1);
    }

    void read_submodule(const CommitId& commit, const std::string& path, int depth)
    {
        add_directory(path);
        const auto submodule = find_submodule(repository_, local_path(path), commit);
        if (!submodule) {
            progress_.exported.missing_submodules.push_back(to_utf8(path));
            return;
        }
        TreeReader reader{*submodule, progress_, path + "/"};
        reader.read_tree(*lookup_tree(*submodule, commit), reader.prefix_, depth + 1);
        reader.report_filters();
    }

    void read_file(const git_oid& id, const std::string& path, mode_t mode)
    {
        auto content =
            checkout_.content(id, local_path(path), Bytes{progress_.bytes_left}, shown(path));
        take_content(content);
        progress_.sink.add({path, TreeKind::file, mode, std::move(content)});
    }

    void read_link(const git_oid& id, const std::string& path)
    {
        auto target = read_blob(repository_, id, Bytes{progress_.bytes_left}, shown(path));
        take_content(target);
        if (target.empty() || target.find('\0') != std::string::npos) {
            throw Error{Errc::bad_input,
                        fmt::format("{} is a symbolic link with an empty target", shown(path))};
        }
        if (target.size() > longest_target) {
            refuse_length(path);
        }
        progress_.sink.add({path, TreeKind::link, 0, std::move(target)});
    }

    /// \pre the content fits into the remaining limit
    void take_content(const std::string& content)
    {
        progress_.bytes_left -= content.size();
        auto& exported = progress_.exported;
        exported.bytes = Bytes{exported.bytes.count() + content.size()};
        ++exported.files;
    }

    /// The path of the entry in its own repository.
    [[nodiscard]] std::string local_path(const std::string& path) const
    {
        return path.substr(prefix_.size());
    }

    const Repository& repository_;
    Checkout checkout_;
    Progress& progress_;
    std::string prefix_; ///< where the repository's own paths start
};

} // namespace

std::int64_t export_time(const Repository& repository, const CommitId& commit)
{
    return git_commit_time(lookup_commit(repository, commit).get());
}

Exported export_tree(const Repository& repository,
                     const CommitId& commit,
                     TreeSink& sink,
                     const ExportLimits& limits)
{
    Progress progress{sink, limits.total.count(), limits.entries};
    TreeReader reader{repository, progress, ""};
    reader.read_tree(*lookup_tree(repository, commit), "", 0);
    reader.report_filters();
    return progress.exported;
}

} // namespace cb::git
