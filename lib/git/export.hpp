#pragma once

#include "git/repository.hpp"
#include "git/tree_sink.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace cb::git {

/// Limits on the size of an exported commit.
struct ExportLimits {
    Bytes total{std::uint64_t{4} << 30U};
    std::uint64_t entries = 1'000'000; ///< files and directories
};

struct Exported {
    std::uint64_t files = 0;                     ///< including symbolic links
    Bytes bytes;                                 ///< total content
    std::vector<std::string> missing_submodules; ///< paths; each is an empty directory
    std::set<std::string> filters_not_run;       ///< see Checkout
};

/// The committer's time in seconds since 1970: the time of every exported entry, so that a commit
/// always gives the same result. Throws Error{usage} if the commit does not exist.
[[nodiscard]] std::int64_t export_time(const Repository& repository, const CommitId& commit);

/// Gives the commit's tree to `sink`. The source is the committed content, never the work tree.
/// Files have the mode 0644 or 0755, directories 0755. Symbolic links remain links. A submodule's
/// content comes from the work tree's copy of its repository or from .git/modules. Attributes that
/// change content are applied (see Checkout), so the result equals a checkout. export-ignore is not
/// applied, because benchmarks need those files.
///
/// No path leads out of the tree, and none occurs twice. Memory: three times the largest file.
///
/// Throws Error{usage} if the commit does not exist. Throws Error{bad_input} if the tree is
/// malformed or exceeds the limits, if a name or path is too long for a file system, or if a
/// required filter cannot be run. Throws Error{unavailable} if an object of git or git-lfs is
/// missing; Error{system}, Interrupted, and what the sink throws.
[[nodiscard]] Exported export_tree(const Repository& repository,
                                   const CommitId& commit,
                                   TreeSink& sink,
                                   const ExportLimits& limits = {});

} // namespace cb::git
