#pragma once

#include "base/log.hpp"
#include "manifest/sections.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace cb::git {

/// The options that describe the source of results.
struct SourceNames {
    std::optional<std::string> repo, branch;
    std::optional<CommitId> commit;
};

/// The source of results that no earlier stage produced. Values missing from `names` come from the
/// git work tree that contains `directory`, if there is one, unless `names` gives another project
/// or commit; another project without a commit is logged as a warning. The default repository is
/// `fallback`.
///
/// A work tree must not count as its commit if it differs from it, or has files that are neither
/// committed nor ignored: then the source is dirty, which is logged as a warning. The source is
/// also dirty, with a reason, if git cannot determine the state. Throws like git::Repository, and
/// Interrupted.
[[nodiscard]] Source source_at(const std::filesystem::path& directory,
                               const SourceNames& names,
                               const std::string& fallback,
                               Log& log);

} // namespace cb::git
