#include "store/pin.hpp"

#include "base/user.hpp"
#include "store/selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace cb::store {

namespace {

/// The full names of the first and the last commit.
std::pair<std::string, std::string>
ends_of(Queries& queries, const std::string& repository, const std::string& text)
{
    const auto range = parse_range(text);
    if (!range) {
        const auto commit = find_commit(queries, repository, text);
        return {commit, commit};
    }
    const auto commits = queries.commits(repository);
    if (commits.empty()) {
        throw Error{Errc::usage, fmt::format("the store has no commits of {}", repository)};
    }
    const auto find = [&](const std::optional<std::string>& end, const CommitInfo& otherwise) {
        return end ? find_commit(queries, repository, *end) : otherwise.hash;
    };
    return {find(range->first, commits.front()), find(range->last, commits.back())};
}

} // namespace

std::string choose_repository(Queries& queries, const std::optional<std::string>& name)
{
    const auto names = queries.repositories();
    if (name) {
        if (std::find(names.begin(), names.end(), *name) == names.end()) {
            throw Error{Errc::usage,
                        fmt::format("the store has no repository {}; it has: {}",
                                    *name,
                                    fmt::join(names, ", "))};
        }
        return *name;
    }
    if (names.size() != 1) {
        throw Error{
            Errc::usage,
            fmt::format("the store has {} repositories; choose one with --repo", names.size())};
    }
    return names.front();
}

Baseline pin(const Target& target, const PinRequest& request)
{
    auto queries = open_queries(target);
    const auto repository = choose_repository(queries, request.repository);
    const auto [first, last] = ends_of(queries, repository, request.commits);
    const Baseline baseline{.name = request.name.value_or(request.commits),
                            .first = first,
                            .last = last,
                            .created_by = user_name(),
                            .created_at = now(),
                            .reason = request.reason};
    Baselines{target, db::Access::change}.pin(repository, baseline);
    return baseline;
}

} // namespace cb::store
