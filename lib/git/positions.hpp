#pragma once

#include "git/history.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace cb::git {

/// Positions of commits in their history, by ancestry only: dates may be equal or run backwards.
class Positions {
public:
    /// \pre `repository` outlives this object.
    explicit Positions(const Repository& repository) : history_{repository} {}

    /// The commit's topological level: 1 for a root, otherwise one more than the maximum of its
    /// parents, so that an ancestor always has a smaller position. nullopt in a shallow clone, and
    /// if the commit or one of its ancestors is missing or damaged.
    ///
    /// The level comes from the commit-graph if that contains it. Otherwise the history is walked
    /// down to known commits: each commit at most once during the object's lifetime, at about 100
    /// bytes each. Throws Error{usage} if the id does not fit this repository, Error{system}.
    [[nodiscard]] std::optional<std::uint64_t> of(const CommitId& commit);

private:
    void compute(History::Index start);
    void open(History::Index at);
    [[nodiscard]] std::uint64_t level_above_parents(History::Index at) const;

    History history_;
    std::vector<std::uint64_t> levels_{}; ///< by Index
    std::vector<History::Index> stack_{};
};

} // namespace cb::git
