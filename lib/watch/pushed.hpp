#pragma once

#include "git/repository.hpp"
#include "watch/job_source.hpp"

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace cb::watch {

/// Whether each of these has a stored job.
using AreStored = std::function<std::vector<bool>(std::span<const Candidate>)>;

/// Nullopt for a root, and where a shallow clone ends.
[[nodiscard]] std::optional<CommitId> first_parent(const git::Repository& repository,
                                                   const CommitId& commit);

/// How far back a stored commit is looked for.
inline constexpr std::size_t max_pushed = 1000;

/// The head and its first parents, newest first, down to the first one that is stored, without that
/// one: what was pushed since the branch was last benchmarked. Only the head if none of the last
/// max_pushed commits is stored: the branch is new to the store. Asks for some dozen commits at a
/// time. Throws as git::Repository::commit().
[[nodiscard]] std::vector<Candidate>
list_pushed(const git::Repository& repository, const Candidate& head, const AreStored& are_stored);

} // namespace cb::watch
