#pragma once

#include "git/repository.hpp"

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace cb::git {

/// How much a commit may unpack to.
struct ExportLimits {
    Bytes total{std::uint64_t{4} << 30U};
    std::uint64_t entries = 1'000'000; ///< files and directories
};

struct Exported {
    std::uint64_t files = 0;                     ///< symbolic links count
    Bytes bytes;                                 ///< of their content
    std::vector<std::string> missing_submodules; ///< paths; each is an empty directory
    std::set<std::string> filters_not_run;       ///< see Checkout
};

/// Writes the commit's tree into `directory`, which must be empty: what was committed, never what
/// lies in the work tree. Files get the mode 0644 or 0755, directories 0755, and all of them the
/// committer's time, so that one commit always gives one result. Symbolic links stay links. A
/// submodule's content is taken from the work tree's copy of its repository or from
/// .git/modules. The attributes of the tree that change content are applied (see Checkout), so that
/// the result is what a checkout has; export-ignore is not, because benchmarks need their files.
///
/// Nothing is written outside the directory, whatever the tree says: each entry is made below its
/// parent's descriptor, under a name that was checked, and never through a link or over another.
/// Memory: three times the largest file.
///
/// Throws Error{usage} when there is no such commit; Error{bad_input} when the tree is malformed or
/// over the limits, when a name or path in it is too long, when it needs a filter that cb cannot
/// run, or when the disk is full and the tree itself took most of what was free;
/// Error{unavailable} when an object is missing, of git or of git-lfs; Error{system}, Interrupted.
/// What was written till then stays.
[[nodiscard]] Exported export_tree(const Repository& repository,
                                   const CommitId& commit,
                                   const std::filesystem::path& directory,
                                   const ExportLimits& limits = {});

} // namespace cb::git
