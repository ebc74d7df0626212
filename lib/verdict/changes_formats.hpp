#pragma once

#include "verdict/changes.hpp"

#include <span>
#include <string>

/// The formats of `cb changes` for programs: docs/changes.md.
namespace cb::verdict {

/// One object per change and line, in the order of history.
[[nodiscard]] std::string to_json_lines(const RepositoryChanges& changes);

/// RFC 4180 with a header; texts are quoted where necessary.
[[nodiscard]] std::string to_csv(std::span<const RepositoryChanges> repositories);

/// A feed (RFC 4287) with an entry per alert, the newest first. An entry keeps its id while the
/// alert keeps its commit; its time is the commit's. Times that are not known are `now`.
[[nodiscard]] std::string to_atom(std::span<const RepositoryChanges> repositories, Time now);

} // namespace cb::verdict
