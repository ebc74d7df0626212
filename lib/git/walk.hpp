#pragma once

#include "git/repository.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>

namespace cb::git {

/// The commits reachable from `include` but not from `exclude`, in the order of `git rev-list
/// --date-order`: every parent after all of its children, and otherwise newest first by committer
/// time.
///
/// The constructor reads each commit once, without its message, and uses about 100 bytes per
/// commit. The selection, including the effect of clocks that ran backwards, is the same as in
/// git's revision.c (limit_list).
class Walk {
public:
    struct Step {
        CommitId commit;
        std::size_t start;           ///< the first of `include` that reaches the commit
        std::int64_t committed_at_s; ///< since 1970
    };

    /// \pre `repository` outlives this object. Throws Error{usage} if an id does not fit the
    /// repository, Error{bad_input} if a commit is missing or damaged.
    Walk(const Repository& repository,
         std::span<const CommitId> include,
         std::span<const CommitId> exclude);
    Walk(const Walk&) = delete;
    Walk& operator=(const Walk&) = delete;
    ~Walk();

    /// The next commit; nullopt at the end.
    [[nodiscard]] std::optional<Step> next();

private:
    class State;
    std::unique_ptr<State> state_;
};

} // namespace cb::git
