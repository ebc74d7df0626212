#include "git/ancestry_order.hpp"

#include <cstdint>
#include <queue>

namespace cb::git {

namespace {

/// The commits that may come next, newest first.
class Ready {
public:
    void push(std::int64_t time, History::Index at) { queue_.push({time, arrivals_++, at}); }
    [[nodiscard]] bool is_empty() const { return queue_.empty(); }
    [[nodiscard]] History::Index pop()
    {
        const auto at = queue_.top().at;
        queue_.pop();
        return at;
    }

private:
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

    std::priority_queue<Waiting> queue_{};
    std::uint64_t arrivals_ = 0;
};

/// By Index: the number of children among the commits plus one; 0 for other commits.
std::vector<std::uint32_t> count_children(const History& history,
                                          const std::vector<History::Index>& commits)
{
    std::vector<std::uint32_t> counts(history.size(), 0);
    for (const auto at : commits) {
        counts[at] = 1;
    }
    for (const auto at : commits) {
        for (const auto parent : history.parents(at)) {
            counts[parent] += counts[parent] != 0 ? 1U : 0U;
        }
    }
    return counts;
}

} // namespace

std::vector<History::Index> ordered_by_ancestry(const History& history,
                                                const std::vector<History::Index>& commits)
{
    auto counts = count_children(history, commits);
    Ready ready;
    for (const auto at : commits) {
        if (counts[at] == 1) {
            ready.push(history.time(at), at);
        }
    }
    std::vector<History::Index> ordered;
    ordered.reserve(commits.size());
    while (!ready.is_empty()) {
        const auto at = ready.pop();
        ordered.push_back(at);
        for (const auto parent : history.parents(at)) {
            if (counts[parent] > 1 && --counts[parent] == 1) {
                ready.push(history.time(parent), parent);
            }
        }
    }
    return ordered;
}

} // namespace cb::git
