#include "watch/relevance.hpp"

#include "watch/pushed.hpp"

namespace cb::watch {

namespace {

constexpr int max_steps = 500;

std::optional<CommitId> base_of(const git::Repository& repository, const Candidate& candidate)
{
    if (candidate.pull && candidate.pull->base_commit) {
        const auto base = CommitId::parse(*candidate.pull->base_commit);
        if (base && repository.has_commit(*base)) {
            return *base;
        }
    }
    return first_parent(repository, candidate.commit);
}

} // namespace

bool Relevance::is_relevant(const git::Repository& repository, const Candidate& candidate) const
{
    if (ignored_.empty()) {
        return true;
    }
    const auto base = base_of(repository, candidate);
    return !base || !git::differ_only_in(repository, *base, candidate.commit, ignored_);
}

std::optional<Candidate> Relevance::find_last(const git::Repository& repository,
                                              const Candidate& head) const
{
    auto next = std::optional{head};
    for (int steps = 0; next && steps < max_steps; ++steps) {
        if (is_relevant(repository, *next)) {
            return next;
        }
        const auto parent = first_parent(repository, next->commit);
        next = parent ? std::optional{Candidate{.commit = *parent, .branch = head.branch}}
                      : std::nullopt;
    }
    return std::nullopt;
}

} // namespace cb::watch
