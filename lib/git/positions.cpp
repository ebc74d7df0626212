#include "git/positions.hpp"

#include "base/error.hpp"

#include <algorithm>

namespace cb::git {

namespace {

constexpr std::uint64_t unvisited = 0;
/// Marks a commit whose parents are being computed. A commit with a broken history keeps this mark,
/// and so do its descendants that were queried. A cycle in a damaged commit-graph leads back to
/// such a commit.
constexpr std::uint64_t opened = UINT64_MAX;

} // namespace

std::optional<std::uint64_t> Positions::of(const CommitId& commit)
{
    if (history_.is_shallow()) {
        return std::nullopt;
    }
    const auto at = history_.find(commit);
    levels_.resize(history_.size(), unvisited);
    if (levels_[at] == unvisited) {
        try {
            compute(at);
        } catch (const Error& error) {
            if (error.code() == Errc::system) {
                throw;
            }
        }
    }
    return levels_[at] == opened ? std::nullopt : std::optional{levels_[at]};
}

/// Uses an explicit stack, because a history may be deeper than the thread's stack.
void Positions::compute(History::Index start)
{
    stack_.assign({start});
    while (!stack_.empty()) {
        const auto at = stack_.back();
        if (levels_[at] == unvisited) {
            open(at);
            continue;
        }
        stack_.pop_back();
        if (levels_[at] == opened) {
            levels_[at] = level_above_parents(at);
        }
    }
}

/// Uses the known level, or pushes the parents.
void Positions::open(History::Index at)
{
    levels_[at] = opened;
    history_.load(at);
    levels_.resize(history_.size(), unvisited);
    if (const auto known = history_.level(at)) {
        levels_[at] = *known;
        return;
    }
    for (const auto parent : history_.parents(at)) {
        if (levels_[parent] == opened) {
            throw Error{Errc::bad_input, "the history of " + history_.id(at).hex() + " is broken"};
        }
        if (levels_[parent] == unvisited) {
            stack_.push_back(parent);
        }
    }
}

std::uint64_t Positions::level_above_parents(History::Index at) const
{
    std::uint64_t greatest = 0;
    for (const auto parent : history_.parents(at)) {
        greatest = std::max(greatest, levels_[parent]);
    }
    return greatest + 1;
}

} // namespace cb::git
