#include "verdict/changes_request.hpp"

#include "base/error.hpp"
#include "base/utf8.hpp"
#include "verdict/changes_lines.hpp"
#include "verdict/changes_resumed.hpp"
#include "verdict/changes_store.hpp"
#include "verdict/triage.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::verdict {

namespace {

/// Resolves the names in the request. Throws Error{usage}.
AlertFilter make_filter(const store::CommitNames& names,
                        const std::string& repository,
                        const ChangesRequest& request)
{
    const auto resolve = [&](const std::optional<std::string>& text) {
        return text
                   ? std::optional{value_or_throw(
                         store::find_commit(names, *text), Errc::usage, printable(repository, 200))}
                   : std::nullopt;
    };
    AlertFilter filter{.states = request.states,
                       .since = request.selection.first_time(),
                       .commit = resolve(request.commit)};
    if (request.selection.range) {
        filter.first = resolve(request.selection.range->first);
        filter.last = resolve(request.selection.range->last);
    }
    return filter;
}

void keep_requested(RepositoryChanges& changes,
                    const store::CommitNames& names,
                    const ChangesRequest& request,
                    Log& log)
{
    const auto name = printable(changes.repository, 200);
    if (changes.not_finite > 0) {
        log.warning(
            fmt::format("{}: left out {} values that are not finite", name, changes.not_finite));
    }
    if (request.triaged == ShowTriaged::no) {
        remove_triaged(changes);
    }
    if (keep_alerts(changes, make_filter(names, changes.repository, request)) == 0) {
        log.warning(
            fmt::format("{}: no selected commit has results of a job that succeeded", name));
    }
}

} // namespace

ChangesAnswer answer_from_store(store::Queries& queries, const ChangesRequest& request, Log& log)
{
    const auto& wanted = request.selection;
    std::vector<std::string> repositories = request.repositories;
    if (wanted.repository) {
        repositories.push_back(*wanted.repository);
    }
    const auto known = queries.repositories();
    for (const auto& name : repositories) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            static_cast<void>(store::select(queries, {.repository = name})); // throws
        }
    }
    if (repositories.empty()) {
        repositories = known;
    }
    if (repositories.empty()) {
        log.warning("the store has no results yet");
    }
    const auto cache = open_cache(request.cache, "changes");
    ChangesAnswer answer;
    for (const auto& name : repositories) {
        const StoreFilter filter{
            .branch = wanted.branch, .worker = wanted.worker, .series = wanted.series};
        auto changes = cache ? find_changes_resumed(queries, name, filter, *cache, log)
                             : find_changes_in_store(queries, name, filter);
        for (const auto& problem : apply_triage(changes, queries.annotations(name))) {
            log.warning(problem);
        }
        keep_requested(changes, queries.names(name), request, log);
        answer.repositories.push_back(std::move(changes));
    }
    return answer;
}

ChangesAnswer answer_from_lines(LineReader& lines,
                                const std::string& name,
                                const ChangesRequest& request,
                                Log& log)
{
    const auto& wanted = request.selection;
    LineFilter filter{.repositories = request.repositories,
                      .branch = wanted.branch,
                      .worker = wanted.worker,
                      .series = wanted.series};
    if (wanted.repository) {
        filter.repositories.push_back(*wanted.repository);
    }
    auto found = find_changes_in_lines(lines, name, filter, log);
    for (auto& changes : found.repositories) {
        store::CommitNames names{.commits = changes.commits, .refs = {}, .head = {}};
        if (!names.commits.empty()) {
            names.head = names.commits.back().hash;
        }
        keep_requested(changes, names, request, log);
    }
    if (found.repositories.empty()) {
        log.warning(fmt::format("{}: no line has results that were selected", name));
    }
    return {std::move(found.repositories), found.bad_lines};
}

bool has_regression(const ChangesAnswer& answer)
{
    for (const auto& changes : answer.repositories) {
        for (const auto& alert : changes.alerts) {
            if (std::any_of(alert.changes.begin(), alert.changes.end(), [](const Change& change) {
                    return change.meaning == Meaning::regression;
                })) {
                return true;
            }
        }
    }
    return false;
}

} // namespace cb::verdict
