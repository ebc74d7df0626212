#pragma once

#include "git/history.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace cb::git {

/// Where commits are in their history, by ancestry alone: dates can be equal or run backwards.
class Positions {
public:
    /// \pre `repository` outlives the object.
    explicit Positions(const Repository& repository) : history_{repository} {}

    /// The topological level of the commit: 1 for a root, else one more than the greatest of its
    /// parents', so that an ancestor's position is always the smaller one. None in a shallow clone,
    /// and where the commit or an ancestor of it is missing or damaged.
    ///
    /// The level is taken from the commit-graph where that has it. Elsewhere the history is walked
    /// down to what is known already: each commit once in the life of the object, about 100 bytes
    /// each. Throws Error{usage} when the id cannot be one of this repository, Error{system}.
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
