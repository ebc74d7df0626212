#include "git/first_parents.hpp"

#include "git/walk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>

namespace cb::git {

namespace {

std::string short_name(const CommitId& id)
{
    return id.hex().substr(0, 12);
}

} // namespace

FirstParents
list_first_parents(const Repository& repository, const CommitId& from, const CommitId& to)
{
    std::set<CommitId> wanted;
    Walk walk{repository, std::span{&to, 1}, std::span{&from, 1}};
    while (const auto step = walk.next()) {
        wanted.insert(step->commit);
    }
    if (wanted.empty()) {
        throw Error{Errc::usage,
                    fmt::format("there is no commit between {} and {}: the second must be newer",
                                short_name(from),
                                short_name(to))};
    }
    FirstParents line{from, {}};
    for (auto at = to; wanted.contains(at);) {
        line.commits.push_back(at);
        const auto parents = repository.commit(at).parents;
        if (parents.empty()) {
            throw Error{Errc::usage,
                        fmt::format("{} does not descend from {} or an ancestor of it",
                                    short_name(to),
                                    short_name(from))};
        }
        at = line.base = parents.front();
    }
    std::reverse(line.commits.begin(), line.commits.end());
    return line;
}

} // namespace cb::git
