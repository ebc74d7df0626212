#include "store/history_order.hpp"

#include <algorithm>
#include <queue>
#include <string_view>
#include <tuple>
#include <unordered_map>

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

/// Whether `a` comes before `b` if parents do not decide.
bool comes_before(const CommitInfo& a, const CommitInfo& b)
{
    return std::tie(a.position, a.committed_at, a.hash) <
           std::tie(b.position, b.committed_at, b.hash);
}

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
    const auto comes_after = [&commits](std::size_t a, std::size_t b) {
        return comes_before(commits[b], commits[a]);
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

} // namespace cb::store
