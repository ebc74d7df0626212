#include "git/submodule.hpp"

#include "git/objects.hpp"

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

} // namespace

std::optional<Repository>
find_submodule(const Repository& parent, const std::string& path, const CommitId& commit)
{
    if (auto found = if_it_has(Repository::open_at(parent.path() / path), commit)) {
        return found;
    }
    return search(parent.common_directory() / "modules", commit, deepest_name);
}

} // namespace cb::git
