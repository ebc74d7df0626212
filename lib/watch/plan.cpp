#include "watch/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace cb {

namespace {

std::vector<Candidate> start_at_head(const git::Repository& repository, Log& log)
{
    const auto head = repository.head();
    if (head.commit) {
        return {{*head.commit, head.branch}};
    }
    const auto& path = repository.path().native();
    if (repository.branches("*").empty()) {
        log.warning(fmt::format("{} has no commits yet", path));
    } else {
        log.warning(
            fmt::format("HEAD of {} names the branch \"{}\", which has no commits; select one "
                        "of its branches by name",
                        path,
                        head.branch.value_or("")));
    }
    return {};
}

std::vector<Candidate> start_at_branches(const git::Repository& repository,
                                         const std::vector<std::string>& globs,
                                         Log& log)
{
    std::vector<git::Branch> branches;
    for (const auto& glob : globs) {
        auto found = repository.branches(glob);
        if (found.empty()) {
            log.warning(
                fmt::format("no branch of {} matches \"{}\"", repository.path().native(), glob));
        }
        std::move(found.begin(), found.end(), std::back_inserter(branches));
    }
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
    plan.starts = branches.globs.empty() ? start_at_head(plan.repository, log)
                                         : start_at_branches(plan.repository, branches.globs, log);
    return plan;
}

} // namespace cb
