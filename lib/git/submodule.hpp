#pragma once

#include "git/repository.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cb::git {

/// Deeper trees are rejected: an export keeps one descriptor open per level.
constexpr int deepest_tree = 256;
/// Throws Error{bad_input} for a deeper tree.
void check_depth(int depth);

/// A submodule of a commit.
struct Submodule {
    std::string path; ///< from the top, as bytes
    CommitId commit;
    friend bool operator==(const Submodule&, const Submodule&) = default;
};

/// The absent submodules of the commit's tree, including nested ones, in tree order: an export
/// creates an empty directory for each. Reads only directories, and at most `max_entries` entries.
/// Throws like export_tree().
[[nodiscard]] std::vector<Submodule> missing_submodules(const Repository& repository,
                                                        const CommitId& commit,
                                                        std::uint64_t max_entries = 1'000'000);

/// The commit of the submodule at `path` in the tree of `commit`; nullopt if there is none.
[[nodiscard]] std::optional<CommitId>
find_gitlink(const Repository& repository, const CommitId& commit, const std::string& path);

/// The repository of the submodule at `path`, if it exists and contains the commit. Searches the
/// work tree of `parent`, without following symbolic links, then all of its .git/modules. A
/// commit's id identifies its content, so any repository that contains it is right, even after the
/// submodule was moved or renamed. Never reads other repositories on the machine.
[[nodiscard]] std::optional<Repository>
find_submodule(const Repository& parent, const std::string& path, const CommitId& commit);

} // namespace cb::git
