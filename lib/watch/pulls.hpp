#pragma once

#include "git/repository.hpp"
#include "net/forge.hpp"
#include "watch/job_source.hpp"
#include "watch/watch.hpp"

namespace cb::watch {

/// The heads of the pull requests that are selected, sorted by number.
///
/// `open` are those that the forge names as open. A head that is not in the repository yet was
/// pushed after the fetch; the next pass sees it. Nullopt: the repository's references are all that
/// is known, so closed ones are among them, except those that HEAD's branch contains; they have no
/// title, no author and no labels, and nobody vouches for them.
///
/// The base is the merge base with the branch that the pull request is for. Throws as the members
/// of Repository.
[[nodiscard]] std::vector<Candidate>
select_pulls(const git::Repository& repository,
             const PullSelection& selection,
             const std::optional<std::vector<net::ForgePull>>& open,
             Log& log);

} // namespace cb::watch
