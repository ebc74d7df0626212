#pragma once

#include "base/log.hpp"
#include "manifest/sections.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace cb::git {

/// What a person says of the source of results.
struct SourceNames {
    std::optional<std::string> repo, branch;
    std::optional<CommitId> commit;
};

/// Where results come from that no earlier stage made. What `names` leaves open comes from the git
/// work tree that `directory` is in, if there is one, unless `names` is of another project or
/// commit than that; else the repository is `fallback`.
///
/// A work tree that differs from its commit, or has files that are neither committed nor ignored,
/// must not pass for the commit: the source is dirty, and a warning says so. So it is, with the
/// reason, where git cannot tell. Throws as git::Repository, and Interrupted.
[[nodiscard]] Source source_at(const std::filesystem::path& directory,
                               const SourceNames& names,
                               const std::string& fallback,
                               Log& log);

} // namespace cb::git
