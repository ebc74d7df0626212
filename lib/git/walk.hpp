#pragma once

#include "git/repository.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>

namespace cb::git {

/// The commits that can be reached from `include` and not from `exclude`, in the order of
/// `git rev-list`: newest first by the committer's time, each after the child it was found by.
///
/// Each commit is read once, and its message not at all. With nothing to exclude and one start the
/// first commit comes at once and memory grows by about 100 bytes a commit. The algorithm, and what
/// it does about clocks that run backwards, is that of git's revision.c (limit_list).
class Walk {
public:
    struct Step {
        CommitId commit;
        std::size_t start; ///< the first of `include` that reaches the commit
    };

    /// \pre `repository` outlives the object. Throws Error{usage} when a commit is not there.
    Walk(const Repository& repository,
         std::span<const CommitId> include,
         std::span<const CommitId> exclude);
    Walk(const Walk&) = delete;
    Walk& operator=(const Walk&) = delete;
    ~Walk();

    /// The next commit; none at the end. Throws Error{bad_input} when the repository is damaged.
    [[nodiscard]] std::optional<Step> next();

private:
    class State;
    std::unique_ptr<State> state_;
};

} // namespace cb::git
