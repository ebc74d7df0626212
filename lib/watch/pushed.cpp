#include "watch/pushed.hpp"

#include <algorithm>

namespace cb::watch {

std::optional<CommitId> first_parent(const git::Repository& repository, const CommitId& commit)
{
    const auto parents = repository.commit(commit).parents;
    return parents.empty() || !repository.has_commit(parents.front())
               ? std::nullopt
               : std::optional{parents.front()};
}

std::vector<Candidate>
list_pushed(const git::Repository& repository, const Candidate& head, const AreStored& are_stored)
{
    constexpr std::size_t batch_size = 50;
    std::vector<Candidate> line;
    auto next = std::optional{head.commit};
    while (next && line.size() < max_pushed) {
        const auto asked = line.size();
        while (next && line.size() < std::min(asked + batch_size, max_pushed)) {
            line.push_back({.commit = *next, .branch = head.branch});
            next = first_parent(repository, *next);
        }
        const auto stored = are_stored(std::span{line}.subspan(asked));
        const auto first = std::find(stored.begin(), stored.end(), true);
        if (first != stored.end()) {
            line.resize(asked + static_cast<std::size_t>(first - stored.begin()), head);
            return line;
        }
    }
    return {head};
}

} // namespace cb::watch
