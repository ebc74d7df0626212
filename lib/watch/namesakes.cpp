#include "watch/namesakes.hpp"

#include "base/stop.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

namespace cb::watch {

namespace {

std::optional<CommitId> start_of(const Plan& plan)
{
    return plan.starts.empty() ? std::nullopt : std::optional{plan.starts.front().commit};
}

/// The first commit of the line; nullopt where a shallow clone ends.
std::optional<CommitId> find_root(const git::Repository& repository, CommitId commit)
{
    while (true) {
        throw_if_stopped();
        const auto parents = repository.commit(commit).parents;
        if (parents.empty()) {
            return commit;
        }
        if (!repository.has_commit(parents.front())) {
            return std::nullopt;
        }
        commit = parents.front();
    }
}

} // namespace

void Namesakes::add(const Plan& plan)
{
    const auto start = start_of(plan);
    if (!start) {
        return;
    }
    const auto& path = plan.repository.path();
    const auto [at, is_new] = known_.try_emplace(plan.name, Known{path, *start});
    auto& known = at->second;
    if (is_new || known.path == path || *start == known.start) {
        return;
    }
    if (!known.root) {
        known.root = find_root(git::Repository::open(known.path), known.start);
    }
    const auto root = find_root(plan.repository, *start);
    if (root && known.root && *root != *known.root) {
        throw Error{Errc::usage,
                    fmt::format("{} and {} are both called \"{}\", but are two projects: the store "
                                "would mix their results; name one of them with --repo, in a pass "
                                "of its own, or with repo in a project file",
                                known.path.native(),
                                path.native(),
                                printable(plan.name, 200))};
    }
}

} // namespace cb::watch
