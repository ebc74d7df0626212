#include "git/partial.hpp"

#include "base/stop.hpp"
#include "base/subprocess.hpp"
#include "base/utf8.hpp"
#include "git/objects.hpp"
#include "git/raw_id.hpp"

#include <fmt/format.h>
#include <git2.h>

#include <algorithm>
#include <unordered_set>

namespace cb::git {

namespace {

constexpr auto longest_fetch = std::chrono::minutes{10};
constexpr const char* empty_tree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/// Searches for missing objects. Reads each tree once, however often it occurs.
class Completeness {
public:
    explicit Completeness(const Repository& repository) : repository_{repository}
    {
        check(git_repository_odb(Out{objects_}, repository.raw()), "opening the objects");
    }

    [[nodiscard]] bool holds_for(const git_oid& top)
    {
        open_.assign({top});
        while (!open_.empty()) {
            throw_if_stopped();
            const auto id = open_.back();
            open_.pop_back();
            if (git_odb_exists(objects_.get(), &id) == 0) {
                return false;
            }
            TreeHandle tree;
            check(git_tree_lookup(Out{tree}, repository_.raw(), &id), "reading a tree");
            if (!holds_for_entries(*tree)) {
                return false;
            }
        }
        return true;
    }

private:
    [[nodiscard]] bool holds_for_entries(const git_tree& tree)
    {
        for (std::size_t i = 0; i < git_tree_entrycount(&tree); ++i) {
            const git_tree_entry* const entry = git_tree_entry_byindex(&tree, i);
            const git_oid& id = *git_tree_entry_id(entry);
            RawId raw{};
            std::copy_n(std::begin(id.id), raw.size(), raw.begin());
            const auto mode = git_tree_entry_filemode(entry);
            if (mode == GIT_FILEMODE_COMMIT || !seen_.insert(raw).second) {
                continue;
            }
            if (mode == GIT_FILEMODE_TREE) {
                open_.push_back(id);
            } else if (git_odb_exists(objects_.get(), &id) == 0) {
                return false;
            }
        }
        return true;
    }

    const Repository& repository_;
    Handle<git_odb, git_odb_free> objects_{};
    std::vector<git_oid> open_{};
    std::unordered_set<RawId, RawIdHash> seen_{};
};

/// A diff against the empty tree makes git read the whole tree. Before reading, git fetches all
/// missing objects in one request.
Completed run_git(const Repository& repository, const CommitId& commit)
{
    return run_to_end({.argv = {"git",
                                "-C",
                                repository.path().native(),
                                "diff-tree",
                                "-r",
                                "--shortstat",
                                "--no-textconv",
                                "--no-ext-diff",
                                "--no-renames",
                                empty_tree,
                                commit.hex()},
                       .env = {{"GIT_TERMINAL_PROMPT", "0"}, {"LC_ALL", "C"}}},
                      {.time = longest_fetch});
}

} // namespace

bool is_partial(const Repository& repository)
{
    Handle<git_config, git_config_free> config;
    check(git_repository_config_snapshot(Out{config}, repository.raw()),
          "reading the configuration of " + repository.path().native());
    Handle<git_config_iterator, git_config_iterator_free> found;
    check(git_config_iterator_glob_new(
              Out{found}, config.get(), "^(extensions\\.partialclone|remote\\..*\\.promisor)$"),
          "reading the configuration of " + repository.path().native());
    git_config_entry* entry = nullptr;
    return git_config_next(&entry, found.get()) == 0;
}

void fetch_promised(const Repository& repository, const CommitId& commit)
{
    if (!is_partial(repository)) {
        return;
    }
    const auto handle = lookup_commit(repository, commit);
    const git_oid& tree = *git_commit_tree_id(handle.get());
    if (Completeness{repository}.holds_for(tree)) {
        return;
    }
    const auto done = run_git(repository, commit);
    if (!Completeness{repository}.holds_for(tree)) {
        throw Error{Errc::unavailable,
                    fmt::format("{0} is a partial clone, and the missing objects of {1} could not "
                                "be fetched from its remote ({2}); 'git -C {0} fetch --refetch "
                                "--no-filter' makes it complete",
                                repository.path().native(),
                                commit.hex(),
                                printable(done.err, 300))};
    }
}

} // namespace cb::git
