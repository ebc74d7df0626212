#pragma once

#include "git/repository.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>

namespace cb::git {

/// The commits that can be reached from `include` and not from `exclude`, in the order of
/// `git rev-list --date-order`: no parent before all of its children, and besides newest first by
/// the committer's time.
///
/// Each commit is read once, when the object is made, and its message not at all; memory grows by
/// about 100 bytes a commit. Which commits are wanted, and what that makes of clocks that run
/// backwards, is decided as in git's revision.c (limit_list).
class Walk {
public:
    struct Step {
        CommitId commit;
        std::size_t start; ///< the first of `include` that reaches the commit
    };

    /// \pre `repository` outlives the object. Throws Error{usage} when an id cannot be one of the
    /// repository, Error{bad_input} when a commit is missing or damaged.
    Walk(const Repository& repository,
         std::span<const CommitId> include,
         std::span<const CommitId> exclude);
    Walk(const Walk&) = delete;
    Walk& operator=(const Walk&) = delete;
    ~Walk();

    /// The next commit; none at the end.
    [[nodiscard]] std::optional<Step> next();

private:
    class State;
    std::unique_ptr<State> state_;
};

} // namespace cb::git
