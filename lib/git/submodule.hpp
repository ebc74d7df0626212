#pragma once

#include "git/repository.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cb::git {

/// A tree that is deeper is refused: one descriptor is open for each level.
constexpr int deepest_tree = 256;
/// Throws Error{bad_input} for a tree that is so deep.
void check_depth(int depth);

/// A submodule of a commit.
struct Submodule {
    std::string path; ///< from the top, as bytes
    CommitId commit;
    friend bool operator==(const Submodule&, const Submodule&) = default;
};

/// The submodules of the commit's tree, and of submodules in it, that are not there: an export
/// makes an empty directory of each. In the order of the tree. Only directories are read, at most
/// `most_entries` files and directories are looked at. Throws as export_tree().
[[nodiscard]] std::vector<Submodule> missing_submodules(const Repository& repository,
                                                        const CommitId& commit,
                                                        std::uint64_t most_entries = 1'000'000);

/// The repository of the submodule at `path`, if it is there and has the commit: in the work tree
/// of `parent`, without a symbolic link on the way, else anywhere in its .git/modules. A commit's
/// id names its content, so whichever of these has it is right, also after the submodule was moved
/// or renamed. Other repositories of the machine are never read.
[[nodiscard]] std::optional<Repository>
find_submodule(const Repository& parent, const std::string& path, const CommitId& commit);

} // namespace cb::git
