#pragma once

#include "git/repository.hpp"

#include <cstdint>
#include <filesystem>
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

/// Writes the commit's tree into `directory`, which must be empty. The source is the committed
/// content, never the work tree. Files get the mode 0644 or 0755, directories 0755, and all get the
/// committer's time, so that a commit always gives the same result. Symbolic links remain links. A
/// submodule's content comes from the work tree's copy of its repository or from .git/modules.
/// Attributes that change content are applied (see Checkout), so the result equals a checkout.
/// export-ignore is not applied, because benchmarks need those files.
///
/// Nothing is written outside the directory, whatever the tree contains: each entry is created
/// relative to its parent's descriptor, under a checked name, never through a link and never over
/// another entry. Memory: three times the largest file.
///
/// Throws Error{usage} if the commit does not exist. Throws Error{bad_input} if the tree is
/// malformed or exceeds the limits, if a name or path is too long, if a required filter cannot be
/// run, or if the disk is full and the tree itself took most of the free space. Throws
/// Error{unavailable} if an object of git or git-lfs is missing; Error{system}, Interrupted. Files
/// written until then remain.
[[nodiscard]] Exported export_tree(const Repository& repository,
                                   const CommitId& commit,
                                   const std::filesystem::path& directory,
                                   const ExportLimits& limits = {});

} // namespace cb::git
