#pragma once

#include "git/history.hpp"

#include <queue>
#include <vector>

namespace cb::git {

/// The commits that a walk has found but not yet passed, newest first; commits of the same second
/// in the order in which they were found. A heap: logarithmic in their number.
class Frontier {
public:
    /// \pre `history` outlives this object.
    explicit Frontier(History& history) : history_{history} {}

    /// Starts at the commit.
    void add(History::Index at);
    /// Excludes the commit and everything reachable from it. Must be called before add().
    void exclude(History::Index at);

    /// Walks until only excluded commits are left and returns the others in the order in which they
    /// were passed: with wrong dates, a parent may come before its child.
    [[nodiscard]] std::vector<History::Index> take_wanted();

private:
    struct Mark {
        bool is_seen = false;
        bool is_waiting = false; ///< in the queue
        bool is_excluded = false;
    };
    struct Waiting {
        std::int64_t time;
        std::uint64_t order; ///< of arrival
        History::Index at;
        /// std::priority_queue returns the largest element first.
        friend bool operator<(const Waiting& a, const Waiting& b)
        {
            return a.time != b.time ? a.time < b.time : a.order > b.order;
        }
    };

    void load(History::Index at);
    void push(History::Index at);
    [[nodiscard]] History::Index pop();
    void add_parents(History::Index at);
    void mark_excluded(History::Index at);
    void mark_ancestors_excluded(History::Index at);
    [[nodiscard]] int patience_left(std::int64_t time, int patience) const;

    History& history_;
    std::vector<Mark> marks_{};
    std::priority_queue<Waiting> queue_{};
    std::uint64_t arrivals_ = 0;
    std::uint64_t wanted_waiting_ = 0; ///< number of commits in the queue that are not excluded
};

} // namespace cb::git
