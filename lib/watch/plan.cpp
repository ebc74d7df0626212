#include "watch/plan.hpp"

#include "base/utf8.hpp"
#include "watch/near_miss.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace cb::watch {

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

/// What the globs match, sorted by name; `misses` of those that match nothing are added.
template <typename Find, typename Miss>
auto find_all(const std::vector<std::string>& globs, const Find& find, const Miss& miss)
{
    decltype(find(globs.front())) all;
    for (const auto& glob : globs) {
        auto found = find(glob);
        if (found.empty()) {
            miss(glob);
        }
        std::move(found.begin(), found.end(), std::back_inserter(all));
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return all;
}

/// Each commit once, with the first of its branches and of its tags by name.
std::vector<Candidate> find_starts(const std::vector<git::Branch>& branches,
                                   const std::vector<git::Tag>& tags)
{
    std::vector<Candidate> starts;
    starts.reserve(branches.size() + tags.size());
    std::map<CommitId, std::size_t> places;
    const auto start_at = [&](const CommitId& commit) -> Candidate& {
        const auto [at, is_new] = places.emplace(commit, starts.size());
        return is_new ? starts.emplace_back(Candidate{commit, {}}) : starts[at->second];
    };
    for (const auto& branch : branches) {
        auto& start = start_at(branch.tip);
        start.branch = start.branch ? start.branch : branch.name;
    }
    for (const auto& tag : tags) {
        auto& start = start_at(tag.commit);
        start.tag = start.tag ? start.tag : tag.name;
    }
    return starts;
}

void warn_of_broken(const git::Repository& repository,
                    const std::set<std::string>& broken,
                    Log& log)
{
    constexpr std::size_t max_named = 5;
    if (!broken.empty()) {
        std::vector<std::string> named;
        for (const auto& name : broken) {
            if (named.size() < max_named) {
                named.push_back(printable(name, 100));
            }
        }
        log.warning(fmt::format("{} has {} branch{} without a commit, which {} left out: {}{}; git "
                                "fsck says more",
                                repository.path().native(),
                                broken.size(),
                                broken.size() == 1 ? "" : "es",
                                broken.size() == 1 ? "is" : "are",
                                fmt::join(named, ", "),
                                broken.size() > max_named ? ", ..." : ""));
    }
}

void start_at_references(Plan& plan, const BranchSelection& selected, Log& log)
{
    const auto& repository = plan.repository;
    if (repository.branches("*").empty() && repository.tags("*").empty()) {
        warn_of_no_commits(repository, {}, log);
        return;
    }
    std::vector<std::string> misses;
    std::set<std::string> broken;
    const auto branches = find_all(
        selected.globs,
        [&](const auto& glob) {
            auto list = repository.list_branches(glob);
            broken.insert(list.broken.begin(), list.broken.end());
            return std::move(list.found);
        },
        [&](const auto& glob) {
            misses.push_back(fmt::format("no branch of {} matches \"{}\"{}",
                                         repository.path().native(),
                                         glob,
                                         near_miss(repository, glob)));
        });
    const auto tags = find_all(
        selected.tag_globs,
        [&](const auto& glob) { return repository.tags(glob); },
        [&](const auto& glob) {
            misses.push_back(
                fmt::format("no tag of {} matches \"{}\"", repository.path().native(), glob));
        });
    warn_of_broken(repository, broken, log);
    plan.starts = find_starts(branches, tags);
    if (plan.starts.empty()) {
        plan.no_match = fmt::format("{}", fmt::join(misses, "\n"));
    } else {
        std::for_each(misses.begin(), misses.end(), [&](const auto& miss) { log.warning(miss); });
    }
}

void start_at_revisions(Plan& plan, const std::vector<std::string>& revisions)
{
    std::set<CommitId> known;
    for (const auto& revision : revisions) {
        auto commit = plan.repository.resolve(revision);
        if (known.insert(commit).second) {
            plan.starts.push_back({std::move(commit), plan.repository.branch_named(revision)});
        }
    }
}

void start_around(Plan& plan, const Surroundings& surroundings, Log& log)
{
    if (surroundings.branch_globs.empty()) {
        start_at_head(plan, log);
    } else {
        start_at_references(plan, {.globs = surroundings.branch_globs}, log);
    }
    if (!plan.starts.empty()) {
        plan.starts = list_around(plan.repository, surroundings.around, plan.starts);
    }
}

} // namespace

Plan make_plan(const std::filesystem::path& path, const WatchRequest& request, Log& log)
{
    auto repository = git::Repository::open(path);
    if (!is_utf8(repository.path().native())) {
        throw Error{Errc::usage,
                    fmt::format("the path {} is not UTF-8, so that no manifest can name it: rename "
                                "the directory",
                                to_utf8(repository.path().native()))};
    }
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
    if (const auto* list = std::get_if<RevisionList>(&request.selection)) {
        plan.extent = Extent::head;
        start_at_revisions(plan, list->revisions);
        return plan;
    }
    if (const auto* const surroundings = std::get_if<Surroundings>(&request.selection)) {
        plan.extent = Extent::head;
        start_around(plan, *surroundings, log);
        return plan;
    }
    const auto& selected = std::get<BranchSelection>(request.selection);
    plan.extent = selected.extent;
    const bool names_none = selected.globs.empty() && selected.tag_globs.empty();
    if (names_none && !selected.pulls) {
        start_at_head(plan, log);
    } else if (!names_none) {
        start_at_references(plan, selected, log);
    }
    return plan;
}

} // namespace cb::watch
