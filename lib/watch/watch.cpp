#include "watch/watch.hpp"

#include "watch/due.hpp"
#include "watch/plan.hpp"
#include "watch/repositories.hpp"

#include <fmt/format.h>

namespace cb {

namespace {

std::vector<std::filesystem::path> all_repositories(const WatchRequest& request)
{
    std::vector<std::filesystem::path> all;
    for (const auto& path : request.repositories) {
        const auto found = repositories_at(path);
        all.insert(all.end(), found.begin(), found.end());
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

/// The plans that were made, and the errors of the others.
struct Plans {
    std::vector<Plan> made;
    std::vector<Error> failed;
};

Plans make_plans(const WatchRequest& request, Log& log)
{
    Plans plans;
    for (const auto& path : all_repositories(request)) {
        try {
            plans.made.push_back(make_plan(path, request, log));
        } catch (const Error& error) {
            plans.failed.push_back(error);
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
    for (const auto& plan : plans.made) {
        has_starts = has_starts || !plan.starts.empty();
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

WatchResult
watch(const WatchRequest& request, const FindStored& find_stored, const Emit& emit, Log& log)
{
    const auto plans = make_plans(request, log);
    check_matches(plans, log);
    DueJobs jobs{request, find_stored, emit};
    for (const auto& plan : plans.made) {
        jobs.emit(plan);
    }
    if (plans.failed.empty()) {
        return jobs.result();
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

} // namespace cb
