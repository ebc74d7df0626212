#include "verdict/inquiry.hpp"

#include "git/first_parents.hpp"
#include "verdict/experiment.hpp"
#include "verdict/inquiry_text.hpp"
#include "watch/range.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace cb::verdict {

namespace {

ExperimentPlan make_plan(const git::Repository& repository,
                         const InquiryRequest& request,
                         std::vector<watch::Candidate> commits)
{
    return {.name = request.name ? *request.name : repository.name(),
            .config = request.config,
            .series = request.series,
            .commits = std::move(commits)};
}

watch::Candidate find_end(const git::Repository& repository, const std::string& revision)
{
    if (revision.ends_with('^')) { // of a single commit: the message names what was typed
        static_cast<void>(repository.resolve(revision.substr(0, revision.size() - 1)));
    }
    return {repository.resolve(revision), repository.branch_named(revision)};
}

/// The line of first parents to the second end, from the commit before it on.
std::vector<watch::Candidate>
list_commits(const git::Repository& repository, const Ends& ends, Log& log)
{
    const auto from = find_end(repository, ends.from);
    const auto to = find_end(repository, ends.to);
    const auto line = git::list_first_parents(repository, from.commit, to.commit);
    if (line.base != from.commit) {
        log.warning(fmt::format("{} is not on the first-parent line of {}; the bisection starts at "
                                "{:.12} instead",
                                ends.from,
                                ends.to,
                                line.base.hex()));
    }
    std::vector<watch::Candidate> commits{{line.base, to.branch}};
    for (const auto& commit : line.commits) {
        commits.push_back({commit, to.branch});
    }
    return commits;
}

InquirySubject make_subject(const Experiment& experiment)
{
    InquirySubject subject{.repository = experiment.plan().name, .series = experiment.series()};
    for (const auto& candidate : experiment.plan().commits) {
        subject.commits.push_back({.hash = candidate.commit.hex(), .subject = {}});
    }
    return subject;
}

/// Adds the subject and the parents to one of the commits.
void read_commit(NamedCommit& named,
                 const git::Repository& repository,
                 const watch::Candidate& candidate)
{
    const auto commit = repository.commit(candidate.commit);
    named.subject = commit.subject;
    for (const auto& parent : commit.parents) {
        named.parents.push_back(parent.hex());
    }
}

/// A glob that matches the name: a character that is special in a glob matches as any character.
std::string to_glob(std::string name)
{
    constexpr std::string_view special = "*?[";
    std::replace_if(
        name.begin(), name.end(), [=](char c) { return special.find(c) != special.npos; }, '?');
    return name;
}

/// The arguments of cb that compare the commits before and after the culprit.
std::vector<std::string> make_reproduction(const Experiment& experiment,
                                           const git::Repository& repository,
                                           const InquiryRequest& request,
                                           const Bisection& found)
{
    const auto& series = experiment.series();
    if (found.state != Bisection::State::found || !series) {
        return {};
    }
    const auto& commits = experiment.plan().commits;
    std::vector<std::string> words{"cb",
                                   "confirm",
                                   commits[found.first - 1].commit.hex().substr(0, 12),
                                   commits[found.last].commit.hex().substr(0, 12),
                                   "--git",
                                   repository.path().native(),
                                   "--benchmark",
                                   to_glob(series->benchmark),
                                   "--test",
                                   to_glob(series->test),
                                   "--metric",
                                   to_glob(series->metric)};
    if (request.name) {
        words.insert(words.end(), {"--repo", *request.name});
    }
    if (!request.config.command.empty()) {
        words.emplace_back("--");
        std::copy(request.config.command.begin(),
                  request.config.command.end(),
                  std::back_inserter(words));
    }
    return words;
}

Inquiry::State state_of(Confirmation::State state)
{
    using State = Confirmation::State;
    if (state == State::measuring) {
        return Inquiry::State::measuring;
    }
    return state == State::different || state == State::same ? Inquiry::State::answered
                                                             : Inquiry::State::unanswered;
}

Inquiry::State state_of(Bisection::State state)
{
    using State = Bisection::State;
    if (state == State::measuring) {
        return Inquiry::State::measuring;
    }
    return state == State::found ? Inquiry::State::answered : Inquiry::State::unanswered;
}

} // namespace

Ends parse_ends(std::span<const std::string> words)
{
    if (words.size() == 2) {
        return {words[0], words[1]};
    }
    if (words.size() != 1) {
        throw Error{Errc::usage, "give two revisions, A B or A..B"};
    }
    if (words[0].find("..") == std::string::npos) {
        return {words[0] + "^", words[0]};
    }
    const auto range =
        value_or_throw(watch::RevisionRange::parse(words[0]), Errc::usage, "the revisions");
    return {range.from(), range.to()};
}

Inquiry confirm_difference(const InquiryRequest& request,
                           const ConfirmationRule& rule,
                           store::Store& store,
                           store::Queries& queries)
{
    const auto repository = git::Repository::open(request.repository);
    const auto from = find_end(repository, request.ends.from);
    const auto to = find_end(repository, request.ends.to);
    if (from.commit == to.commit) {
        throw Error{
            Errc::usage,
            fmt::format("{} and {} are the same commit", request.ends.from, request.ends.to)};
    }
    Experiment experiment{repository, make_plan(repository, request, {from, to}), store, queries};
    const auto found = confirm(rule, 0, 1, experiment.seed(), [&](const Trial& trial) {
        return experiment.look_up(trial);
    });
    auto subject = make_subject(experiment);
    read_commit(subject.commits[0], repository, from);
    read_commit(subject.commits[1], repository, to);
    return {.state = state_of(found.state),
            .jobs = experiment.make_jobs(found.due, request.asked_at),
            .text = to_text(found, subject),
            .json = to_json(found, subject)};
}

Inquiry find_culprit(const InquiryRequest& request,
                     const BisectionRule& rule,
                     store::Store& store,
                     store::Queries& queries,
                     Log& log)
{
    const auto repository = git::Repository::open(request.repository);
    auto commits = list_commits(repository, request.ends, log);
    const auto last = commits.size() - 1;
    Experiment experiment{
        repository, make_plan(repository, request, std::move(commits)), store, queries};
    const auto found = bisect(rule, last, experiment.seed(), [&](const Trial& trial) {
        return experiment.look_up(trial);
    });
    auto subject = make_subject(experiment);
    subject.reproduce = make_reproduction(experiment, repository, request, found);
    std::set named{std::size_t{0}, found.first, found.last, last};
    if (found.state == Bisection::State::several_commits) {
        named.insert(found.first - 1);
        for (const auto& level : found.levels) {
            named.insert(level.commit);
        }
    }
    for (const auto index : named) {
        read_commit(subject.commits[index], repository, experiment.plan().commits[index]);
    }
    return {.state = state_of(found.state),
            .jobs = experiment.make_jobs(found.due, request.asked_at),
            .text = to_text(found, subject),
            .json = to_json(found, subject)};
}

} // namespace cb::verdict
