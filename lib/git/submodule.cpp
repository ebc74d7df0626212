#include "git/submodule.hpp"

#include "base/stop.hpp"
#include "base/utf8.hpp"
#include "git/objects.hpp"

#include <fmt/format.h>
#include <git2.h>

#include <system_error>

namespace cb::git {

namespace {

namespace fs = std::filesystem;

constexpr int deepest_name = 8; ///< a submodule's name can hold slashes

bool has_commit(const Repository& repository, const CommitId& id)
{
    CommitHandle commit;
    const auto oid = to_oid(id);
    return oid && git_commit_lookup(Out{commit}, repository.raw(), &*oid) == 0;
}

std::optional<Repository> if_it_has(std::optional<Repository> repository, const CommitId& commit)
{
    return repository && has_commit(*repository, commit) ? std::move(repository) : std::nullopt;
}

/// Looks into `directory` and, where that is no repository, into the directories in it.
std::optional<Repository> search(const fs::path& directory, const CommitId& commit, int depth)
{
    if (fs::exists(directory / "HEAD")) {
        return if_it_has(Repository::open_git_directory(directory), commit);
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

/// Finds submodules that are not there, in one repository and those in it.
class Search {
public:
    explicit Search(std::uint64_t most_entries) : entries_left_{most_entries} {}

    /// `prefix` is where the repository's own paths start, `path` where the tree is.
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
                throw Error{Errc::bad_input,
                            "the tree has more files and directories than are allowed"};
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
missing_submodules(const Repository& repository, const CommitId& commit, std::uint64_t most_entries)
{
    Search search{most_entries};
    search.look_in(repository, *lookup_tree(repository, commit), "", "", 0);
    return search.take_missing();
}

std::optional<Repository>
find_submodule(const Repository& parent, const std::string& path, const CommitId& commit)
{
    if (auto found = if_it_has(Repository::open_at(parent.path() / path), commit)) {
        return found;
    }
    return search(parent.common_directory() / "modules", commit, deepest_name);
}

} // namespace cb::git
