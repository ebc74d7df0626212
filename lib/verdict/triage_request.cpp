#include "verdict/triage_request.hpp"

#include "base/user.hpp"
#include "base/utf8.hpp"
#include "store/selection.hpp"
#include "verdict/changes_store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::verdict {

namespace {

using Kind = store::Annotation::Kind;

void check(const TriageRequest& request)
{
    if (request.kind == Kind::ignored && request.reason.empty()) {
        throw Error{Errc::usage, "to ignore a change, say why with --reason"};
    }
    if (request.kind == Kind::moved && !request.target) {
        throw Error{Errc::usage, "to move a change, name the commit to blame with --move-to"};
    }
}

/// The repositories to search. Throws Error{usage} if the named one is not stored.
std::vector<std::string> list_repositories(store::Queries& queries, const TriageRequest& request)
{
    return store::select(queries, {.repository = request.repository}).repositories;
}

/// A commit and its repository.
struct Place {
    std::string repository, commit;
};

Place find_place(store::Queries& queries,
                 const std::vector<std::string>& repositories,
                 const std::string& text)
{
    std::vector<Place> found;
    std::string problem = "the store has no results yet";
    for (const auto& repository : repositories) {
        if (auto commit = store::find_commit(queries.names(repository), text)) {
            found.push_back({repository, std::move(*commit)});
        } else {
            problem = printable(repository, 200) + ": " + commit.error();
        }
    }
    if (found.empty()) {
        throw Error{Errc::usage, problem};
    }
    if (found.size() > 1) {
        throw Error{Errc::usage,
                    fmt::format("{} is a commit of several repositories; choose one with --repo: "
                                "{}, {}",
                                quote(text),
                                printable(found[0].repository, 200),
                                printable(found[1].repository, 200))};
    }
    return found.front();
}

} // namespace

void triage(store::Queries& queries, store::Store& store, const TriageRequest& request, Log& log)
{
    check(request);
    const auto repositories = list_repositories(queries, request);
    struct Recorded {
        Place place;
        std::vector<store::Annotation> annotations;
    };
    std::vector<Recorded> all;
    for (const auto& text : request.alerts) {
        const auto place = find_place(queries, repositories, text);
        auto changes = find_changes_in_store(queries, place.repository, {.branch = request.branch});
        static_cast<void>(apply_triage(changes, queries.annotations(place.repository)));
        const Decision decision{.kind = request.kind,
                                .target = request.target
                                              ? std::optional{store::find_commit(
                                                    queries, place.repository, *request.target)}
                                              : std::nullopt,
                                .by = request.by ? *request.by : user_name(),
                                .reason = request.reason,
                                .at = now()};
        all.push_back({place, decide(changes, place.commit, request.series, decision)});
    }
    for (const auto& [place, annotations] : all) {
        if (!annotations.empty()) {
            store.annotate(place.repository, annotations);
        }
        log.info(fmt::format("{} {}: {} for {} series",
                             printable(place.repository, 200),
                             place.commit,
                             annotations.empty() ? "nothing new" : to_word(request.kind),
                             annotations.size()));
    }
}

} // namespace cb::verdict
