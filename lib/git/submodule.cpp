#include "git/submodule.hpp"

#include "base/fd.hpp"
#include "base/stop.hpp"
#include "base/utf8.hpp"
#include "git/objects.hpp"

#include <fmt/format.h>
#include <git2.h>

#include <linux/openat2.h>
#include <sys/syscall.h>

#include <algorithm>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace cb::git {

namespace {

namespace fs = std::filesystem;

constexpr int deepest_name = 8; ///< a submodule's name may contain slashes

std::optional<Repository> keep_if_complete(std::optional<Repository> repository,
                                           const CommitId& commit)
{
    return repository && repository->has_commit(commit) ? std::move(repository) : std::nullopt;
}

/// Whether `path` is a directory below `top`, reached without symbolic links (openat2(2)): a
/// checked-out commit may contain links anywhere in the work tree.
bool is_plain_directory(const fs::path& top, const std::string& path)
{
    const Fd root{::open(top.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
    open_how how{};
    how.flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    const Fd found{
        static_cast<int>(::syscall(SYS_openat2, root.get(), path.c_str(), &how, sizeof how))};
    return static_cast<bool>(found);
}

bool is_below(const fs::path& place, const fs::path& top)
{
    std::error_code missing;
    const auto inner = fs::canonical(place, missing);
    const auto outer = fs::canonical(top, missing);
    const auto end = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first;
    return !missing && end == outer.end();
}

/// The repository in the work tree. Accepted only where git puts a submodule's repository: below
/// the parent's git directory, in modules/ or worktrees/NAME/modules/, or, with old versions of
/// git, in the submodule's own directory. Any other repository on the machine is unrelated to the
/// commit.
std::optional<Repository> find_checked_out(const Repository& parent, const std::string& path)
{
    if (!is_plain_directory(parent.path(), path)) {
        return std::nullopt;
    }
    auto found = Repository::open_at(parent.path() / path);
    if (!found) {
        return std::nullopt;
    }
    const auto git_directory = found->common_directory();
    const bool is_its_own = is_below(git_directory, parent.common_directory()) ||
                            is_below(git_directory, parent.path() / path);
    return is_its_own ? std::move(found) : std::nullopt;
}

/// Searches `directory` and, if that is not a repository, its subdirectories.
std::optional<Repository> search(const fs::path& directory, const CommitId& commit, int depth)
{
    if (fs::exists(directory / "HEAD")) {
        return keep_if_complete(Repository::open_git_directory(directory), commit);
    }
    std::error_code unreadable;
    for (const auto& entry : fs::directory_iterator{directory, unreadable}) {
        if (depth > 0 && !entry.is_symlink() && entry.is_directory()) {
            if (auto found = search(entry.path(), commit, depth - 1)) {
                return found;
            }
        }
    }
    return std::nullopt;
}

/// Finds absent submodules of a repository, recursively.
class Search {
public:
    explicit Search(std::uint64_t max_entries) : entries_left_{max_entries} {}

    /// `prefix` is where the repository's own paths start, `path` the path of the tree.
    void look_in(const Repository& repository,
                 const git_tree& tree,
                 const std::string& prefix,
                 const std::string& path,
                 int depth)
    {
        check_depth(depth);
        throw_if_stopped();
        for (std::size_t i = 0; i < git_tree_entrycount(&tree); ++i) {
            const git_tree_entry& entry = *git_tree_entry_byindex(&tree, i);
            if (entries_left_-- == 0) {
                throw Error{Errc::bad_input, "the tree exceeds the limit of files and directories"};
            }
            const auto place = path + git_tree_entry_name(&entry);
            const git_oid& id = *git_tree_entry_id(&entry);
            if (git_tree_entry_type(&entry) == GIT_OBJECT_TREE) {
                TreeHandle below;
                check_object(git_tree_lookup(Out{below}, repository.raw(), &id),
                             repository,
                             "reading " + printable(place, 200));
                look_in(repository, *below, prefix, place + "/", depth + 1);
            } else if (git_tree_entry_filemode(&entry) == GIT_FILEMODE_COMMIT) {
                look_at(repository, prefix, {place, to_commit_id(id)}, depth);
            }
        }
    }

    [[nodiscard]] std::vector<Submodule> take_missing() { return std::move(missing_); }

private:
    void look_at(const Repository& parent,
                 const std::string& prefix,
                 const Submodule& submodule,
                 int depth)
    {
        const auto local = submodule.path.substr(prefix.size());
        if (const auto found = find_submodule(parent, local, submodule.commit)) {
            const auto below = submodule.path + "/";
            look_in(*found, *lookup_tree(*found, submodule.commit), below, below, depth + 1);
        } else {
            missing_.push_back(submodule);
        }
    }

    std::uint64_t entries_left_;
    std::vector<Submodule> missing_{};
};

} // namespace

void check_depth(int depth)
{
    if (depth > deepest_tree) {
        throw Error{Errc::bad_input,
                    fmt::format("the tree is more than {} levels deep", deepest_tree)};
    }
}

std::vector<Submodule>
missing_submodules(const Repository& repository, const CommitId& commit, std::uint64_t max_entries)
{
    Search search{max_entries};
    search.look_in(repository, *lookup_tree(repository, commit), "", "", 0);
    return search.take_missing();
}

std::optional<CommitId>
find_gitlink(const Repository& repository, const CommitId& commit, const std::string& path)
{
    Handle<git_tree_entry, git_tree_entry_free> entry;
    const auto tree = lookup_tree(repository, commit);
    const int code = git_tree_entry_bypath(Out{entry}, tree.get(), path.c_str());
    if (code != 0 || git_tree_entry_filemode(entry.get()) != GIT_FILEMODE_COMMIT) {
        return std::nullopt;
    }
    return to_commit_id(*git_tree_entry_id(entry.get()));
}

std::optional<Repository>
find_submodule(const Repository& parent, const std::string& path, const CommitId& commit)
{
    if (auto found = keep_if_complete(find_checked_out(parent, path), commit)) {
        return found;
    }
    return search(parent.common_directory() / "modules", commit, deepest_name);
}

} // namespace cb::git
