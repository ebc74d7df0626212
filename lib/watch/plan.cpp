#include "watch/plan.hpp"

#include "watch/near_miss.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace cb {

namespace {

/// Warns about a repository without branches, or whose HEAD names an unborn branch.
void warn_of_no_commits(const git::Repository& repository, const git::Head& head, Log& log)
{
    const auto& path = repository.path().native();
    if (repository.branches("*").empty()) {
        log.warning(fmt::format("{} has no commits yet", path));
    } else {
        log.warning(
            fmt::format("HEAD of {} names the branch \"{}\", which has no commits; select another "
                        "branch by name",
                        path,
                        head.branch.value_or("")));
    }
}

void start_at_head(Plan& plan, Log& log)
{
    const auto head = plan.repository.head();
    if (head.commit) {
        plan.starts = {{*head.commit, head.branch}};
    } else {
        warn_of_no_commits(plan.repository, head, log);
    }
}

/// Each commit once, with the first of its branches by name.
std::vector<Candidate> find_starts(std::vector<git::Branch> branches)
{
    std::sort(branches.begin(), branches.end(), [](const auto& a, const auto& b) {
        return a.name < b.name;
    });
    std::vector<Candidate> starts;
    starts.reserve(branches.size());
    std::set<CommitId> known;
    for (const auto& branch : branches) {
        if (known.insert(branch.tip).second) {
            starts.push_back({branch.tip, branch.name});
        }
    }
    return starts;
}

void start_at_branches(Plan& plan, const std::vector<std::string>& globs, Log& log)
{
    if (plan.repository.branches("*").empty()) {
        warn_of_no_commits(plan.repository, {}, log);
        return;
    }
    std::vector<git::Branch> branches;
    std::vector<std::string> misses;
    for (const auto& glob : globs) {
        auto found = plan.repository.branches(glob);
        if (found.empty()) {
            misses.push_back(fmt::format("no branch of {} matches \"{}\"{}",
                                         plan.repository.path().native(),
                                         glob,
                                         near_miss(plan.repository, glob)));
        }
        std::move(found.begin(), found.end(), std::back_inserter(branches));
    }
    if (branches.empty()) {
        plan.no_match = fmt::format("{}", fmt::join(misses, "\n"));
    } else {
        std::for_each(misses.begin(), misses.end(), [&](const auto& miss) { log.warning(miss); });
    }
    plan.starts = find_starts(std::move(branches));
}

} // namespace

Plan make_plan(const std::filesystem::path& path, const WatchRequest& request, Log& log)
{
    auto repository = git::Repository::open(path);
    Plan plan{.repository = std::move(repository),
              .name = {},
              .starts = {},
              .exclude = {},
              .extent = Extent::history};
    plan.name = request.name ? *request.name : plan.repository.name();
    if (const auto* range = std::get_if<RevisionRange>(&request.selection)) {
        plan.exclude = {plan.repository.resolve(range->from())};
        plan.starts = {
            {plan.repository.resolve(range->to()), plan.repository.branch_named(range->to())}};
        return plan;
    }
    const auto& branches = std::get<BranchSelection>(request.selection);
    plan.extent = branches.extent;
    if (branches.globs.empty()) {
        start_at_head(plan, log);
    } else {
        start_at_branches(plan, branches.globs, log);
    }
    return plan;
}

} // namespace cb
