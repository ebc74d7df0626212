#include "store/history_order.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <queue>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace cb::store {

namespace {

using PlaceOfHash = std::unordered_map<std::string_view, std::size_t>;

PlaceOfHash places_of(std::span<const CommitInfo> commits)
{
    PlaceOfHash places;
    places.reserve(commits.size());
    for (std::size_t i = 0; i < commits.size(); ++i) {
        places.emplace(commits[i].hash, i);
    }
    return places;
}

/// The place of each commit among the others if parents do not decide. Positions are known of what
/// a full clone listed, and not of what a shallow clone or a work tree did: a commit without one
/// follows the last commit, by position, up to which no commit is younger than it. (To compare two
/// commits by position if both have one, and by time otherwise, would not be transitive.)
class Places {
public:
    explicit Places(std::span<const CommitInfo> commits) : commits_{commits}
    {
        std::vector<std::size_t> listed;
        for (std::size_t i = 0; i < commits.size(); ++i) {
            if (commits[i].position) {
                listed.push_back(i);
            }
        }
        std::sort(listed.begin(), listed.end(), [&](std::size_t a, std::size_t b) {
            return commits[a].position < commits[b].position;
        });
        std::optional<Time> newest;
        for (const auto i : listed) {
            newest = std::max(newest, commits[i].committed_at);
            newest_.emplace_back(newest, *commits[i].position);
        }
    }

    [[nodiscard]] bool comes_before(std::size_t a, std::size_t b) const
    {
        const auto key = [this](std::size_t i) {
            const auto& commit = commits_[i];
            return std::tuple{position_of(commit), !commit.position, commit.committed_at};
        };
        return std::tuple_cat(key(a), std::tie(commits_[a].hash)) <
               std::tuple_cat(key(b), std::tie(commits_[b].hash));
    }

private:
    [[nodiscard]] std::optional<std::int64_t> position_of(const CommitInfo& commit) const
    {
        if (commit.position || !commit.committed_at) {
            return commit.position;
        }
        const auto after =
            std::upper_bound(newest_.begin(),
                             newest_.end(),
                             commit.committed_at,
                             [](const auto& time, const auto& at) { return time < at.first; });
        return after == newest_.begin() ? std::nullopt : std::optional{std::prev(after)->second};
    }

    std::span<const CommitInfo> commits_;
    /// In the order of positions: the newest time up to this one, and the position.
    std::vector<std::pair<std::optional<Time>, std::int64_t>> newest_{};
};

} // namespace

std::vector<std::size_t> history_order(std::span<const CommitInfo> commits)
{
    const auto places = places_of(commits);
    std::vector<std::vector<std::size_t>> children(commits.size());
    std::vector<std::size_t> missing(commits.size()); // the number of parents not yet in the order
    for (std::size_t i = 0; i < commits.size(); ++i) {
        for (const auto& parent : commits[i].parents) {
            if (const auto at = places.find(parent); at != places.end() && at->second != i) {
                children[at->second].push_back(i);
                ++missing[i];
            }
        }
    }
    const Places order_of{commits};
    const auto comes_after = [&order_of](std::size_t a, std::size_t b) {
        return order_of.comes_before(b, a);
    };
    std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(comes_after)> ready{
        comes_after};
    for (std::size_t i = 0; i < commits.size(); ++i) {
        if (missing[i] == 0) {
            ready.push(i);
        }
    }
    std::vector<std::size_t> order;
    std::vector<bool> is_placed(commits.size());
    for (; !ready.empty();) {
        const auto next = ready.top();
        ready.pop();
        order.push_back(next);
        is_placed[next] = true;
        for (const auto child : children[next]) {
            if (--missing[child] == 0) {
                ready.push(child);
            }
        }
    }
    for (std::size_t i = 0; i < commits.size(); ++i) { // members of a cycle
        if (!is_placed[i]) {
            order.push_back(i);
        }
    }
    return order;
}

std::vector<std::size_t> first_parents(std::span<const CommitInfo> commits,
                                       std::span<const std::size_t> heads)
{
    const auto places = places_of(commits);
    std::vector<bool> is_found(commits.size());
    for (auto at : heads) {
        while (!is_found[at]) {
            is_found[at] = true;
            const auto& parents = commits[at].parents;
            const auto parent = parents.empty() ? places.end() : places.find(parents.front());
            if (parent != places.end()) {
                at = parent->second;
            }
        }
    }
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < commits.size(); ++i) {
        if (is_found[i]) {
            found.push_back(i);
        }
    }
    return found;
}

std::vector<bool> find_line(std::span<const CommitInfo> commits,
                            const std::vector<bool>& may_be_head)
{
    constexpr auto unknown = static_cast<std::size_t>(-1);
    const auto places = places_of(commits);
    std::vector<std::size_t> first_parent(commits.size(), unknown);
    std::vector<bool> is_tip = may_be_head;
    for (std::size_t i = 0; i < commits.size(); ++i) {
        const auto& parents = commits[i].parents;
        for (std::size_t n = 0; n < parents.size(); ++n) {
            if (const auto at = places.find(parents[n]); at != places.end() && at->second < i) {
                is_tip[at->second] = false;
                first_parent[i] = n == 0 ? at->second : first_parent[i];
            }
        }
    }
    auto head = unknown;
    for (std::size_t i = 0; i < commits.size(); ++i) {
        if (is_tip[i] &&
            (head == unknown || commits[head].committed_at <= commits[i].committed_at)) {
            head = i;
        }
    }
    std::vector<bool> is_of_head(commits.size());
    for (auto at = head; at != unknown; at = first_parent[at]) {
        is_of_head[at] = true;
    }
    std::vector<bool> is_on_line(commits.size(), true);
    for (std::size_t i = 0; i < commits.size(); ++i) { // parents come first
        const auto parent = first_parent[i];
        if (!is_of_head[i] && parent != unknown) {
            is_on_line[i] = !is_of_head[parent] && is_on_line[parent];
        }
    }
    return is_on_line;
}

} // namespace cb::store
