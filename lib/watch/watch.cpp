#include "watch/watch.hpp"

#include "git/mirror_parts.hpp"
#include "watch/due.hpp"
#include "watch/namesakes.hpp"
#include "watch/plan.hpp"
#include "watch/pulls.hpp"
#include "watch/repositories.hpp"

#include <fmt/format.h>

#include <map>
#include <memory>
#include <utility>

namespace cb::watch {

namespace {

std::vector<Place> all_repositories(const WatchRequest& request)
{
    std::vector<Place> all;
    for (const auto& place : request.repositories) {
        if (const auto* const path = std::get_if<std::filesystem::path>(&place)) {
            const auto found = repositories_at(*path);
            all.insert(all.end(), found.begin(), found.end());
        } else {
            all.push_back(place);
        }
    }
    if (request.name && all.size() > 1) {
        throw Error{
            Errc::usage,
            fmt::format("one name cannot be used for the {} repositories given: their commits "
                        "would be mixed up",
                        all.size())};
    }
    return all;
}

const PullSelection* find_pulls(const WatchRequest& request)
{
    const auto* const selected = std::get_if<BranchSelection>(&request.selection);
    return selected != nullptr && selected->pulls ? &*selected->pulls : nullptr;
}

/// A repository on this machine, and what its forge says.
struct Located {
    std::filesystem::path path;
    std::optional<std::vector<net::ForgePull>> open_pulls{};
    std::shared_ptr<git::MirrorParts> parts{};
};

Located update(git::Mirror mirror, git::FetchSettings settings, Log& log)
{
    mirror.update(settings, log);
    const auto path = mirror.path();
    return {.path = path,
            .parts =
                std::make_shared<git::MirrorParts>(std::move(mirror), std::move(settings), log)};
}

Located fetch(const git::RemoteUrl& url, const WatchRequest& request, Log& log)
{
    git::FetchSettings settings{.max_time = request.max_fetch_time};
    if (find_pulls(request) != nullptr) {
        settings.pull_refs = git::PullRefs::fetch;
    }
    return update(git::Mirror{url, request.mirrors}, std::move(settings), log);
}

/// The forge is asked first: what it names is then in the mirror, unless it was pushed away.
Located fetch(const net::ForgePlace& place, const WatchRequest& request, Log& log)
{
    const auto forge = net::open_forge(place, request.forges, log);
    std::optional<std::vector<net::ForgePull>> open_pulls;
    git::FetchSettings settings{.max_time = request.max_fetch_time,
                                .login = forge->login(),
                                .ca_file = request.forges.client.transfer.ca_file};
    if (find_pulls(request) != nullptr) {
        open_pulls = forge->pulls();
        settings.pull_refs = git::PullRefs::fetch;
    }
    auto url =
        value_or_throw(git::RemoteUrl::parse(forge->clone_url().text()), Errc::usage, place.text());
    auto located = update(git::Mirror{std::move(url), request.mirrors}, std::move(settings), log);
    located.open_pulls = std::move(open_pulls);
    return located;
}

Located fetch(const Place& place, const WatchRequest& request, Log& log)
{
    const auto* const url = std::get_if<git::RemoteUrl>(&place);
    return url != nullptr ? fetch(*url, request, log)
                          : fetch(std::get<net::ForgePlace>(place), request, log);
}

std::string text_of(const Place& place)
{
    const auto* const url = std::get_if<git::RemoteUrl>(&place);
    return url != nullptr ? url->text() : std::get<net::ForgePlace>(place).text();
}

/// What this pass has fetched, or why it could not, by the address and whether pull requests count.
using Fetched = std::map<std::pair<std::string, bool>, tl::expected<Located, Error>>;

/// A remote repository is fetched once for all requests.
Located locate(const Place& place, const WatchRequest& request, Fetched& fetched, Log& log)
{
    if (const auto* const path = std::get_if<std::filesystem::path>(&place)) {
        return {*path};
    }
    const std::pair key{text_of(place), find_pulls(request) != nullptr};
    auto known = fetched.find(key);
    if (known == fetched.end()) {
        try {
            known = fetched.emplace(key, fetch(place, request, log)).first;
        } catch (const Error& error) {
            known = fetched.emplace(key, tl::unexpected{Error{error}}).first;
        }
    }
    if (!known->second) {
        throw Error{known->second.error()};
    }
    return *known->second;
}

Plan plan_place(const Place& place, const WatchRequest& request, Fetched& fetched, Log& log)
{
    const auto located = locate(place, request, fetched, log);
    auto plan = make_plan(located.path, request, log);
    plan.parts = located.parts;
    if (const auto* const pulls = find_pulls(request)) {
        plan.pulls = select_pulls(plan.repository, *pulls, located.open_pulls, log);
    }
    return plan;
}

struct Planned {
    const WatchRequest* request;
    Plan plan;
};

/// The plans that were made, and the errors of the others.
struct Plans {
    std::vector<Planned> made;
    std::vector<Error> failed;
};

Plans make_plans(std::span<const WatchRequest> requests, Log& log)
{
    Plans plans;
    Fetched fetched;
    Namesakes namesakes;
    for (const auto& request : requests) {
        for (const auto& place : all_repositories(request)) {
            try {
                auto plan = plan_place(place, request, fetched, log);
                namesakes.add(plan);
                plans.made.push_back({&request, std::move(plan)});
            } catch (const Error& error) {
                plans.failed.push_back(error);
            }
        }
    }
    return plans;
}

/// Throws Error{usage} if nothing is selected because no glob matches anywhere. If another
/// repository has a match, logs a warning instead.
void check_matches(const Plans& plans, Log& log)
{
    std::string misses;
    bool has_starts = false;
    for (const auto& [request, plan] : plans.made) {
        has_starts = has_starts || !plan.starts.empty() || !plan.pulls.empty();
        misses += plan.no_match ? (misses.empty() ? "" : "\n") + *plan.no_match : "";
    }
    if (!misses.empty() && !has_starts && plans.failed.empty()) {
        throw Error{Errc::usage, misses};
    }
    if (!misses.empty()) {
        log.warning(misses);
    }
}

} // namespace

WatchResult& WatchResult::operator+=(const WatchResult& other)
{
    due += other.due;
    again += other.again;
    stored += other.stored;
    failed += other.failed;
    claimed += other.claimed;
    not_relevant += other.not_relevant;
    waiting += other.waiting;
    return *this;
}

std::optional<std::string> name_of(const Place& place)
{
    if (const auto* const forge = std::get_if<net::ForgePlace>(&place)) {
        return forge->path();
    }
    if (const auto* const url = std::get_if<git::RemoteUrl>(&place)) {
        return git::name_of_url(url->text());
    }
    try {
        return git::Repository::open(std::get<std::filesystem::path>(place)).name();
    } catch (const Error&) {
        return std::nullopt;
    }
}

Parsed<Place> parse_place(std::string_view text, const std::filesystem::path& directory)
{
    auto path = directory / text;
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored) || !git::RemoteUrl::is_like(text)) {
        return path;
    }
    if (net::ForgePlace::is_like(text)) {
        return net::ForgePlace::parse(text).map([](auto place) { return Place{std::move(place)}; });
    }
    return git::RemoteUrl::parse(text).map([](auto url) { return Place{std::move(url)}; });
}

WatchResult watch(std::span<const WatchRequest> requests,
                  const StoredJobs& stored,
                  JobClaims* claims,
                  const Emit& emit,
                  Log& log)
{
    const auto plans = make_plans(requests, log);
    check_matches(plans, log);
    WatchResult sum;
    for (const auto& request : requests) {
        DueJobs jobs{request, stored, claims, emit};
        for (const auto& planned : plans.made) {
            if (planned.request == &request) {
                jobs.emit(planned.plan);
            }
        }
        sum += jobs.result();
    }
    if (plans.failed.empty()) {
        return sum;
    }
    if (plans.failed.size() + plans.made.size() == 1) {
        throw Error{plans.failed.front()};
    }
    for (const auto& error : plans.failed) {
        log.error(error.what());
    }
    throw Error{plans.failed.front().code(),
                fmt::format("{} of {} repositories could not be watched",
                            plans.failed.size(),
                            plans.failed.size() + plans.made.size())};
}

} // namespace cb::watch
