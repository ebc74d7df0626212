#include "base/progress.hpp"
#include "claims/pass_claims.hpp"
#include "host/pipeline.hpp"
#include "json_option.hpp"
#include "options.hpp"
#include "stage.hpp"
#include "store/store.hpp"
#include "terminal/job_text.hpp"
#include "watch_options.hpp"

#include <fmt/format.h>

#include <limits>
#include <memory>
#include <utility>

namespace cb::cmd {

namespace {

Parsed<std::uint64_t> parse_limit(std::string_view text)
{
    return parse_count(text, 1, std::numeric_limits<std::uint32_t>::max());
}

Parsed<std::uint64_t> parse_attempt(std::string_view text)
{
    return parse_count(text, 1, 1'000'000);
}

Parsed<std::uint64_t> parse_retries(std::string_view text)
{
    return parse_count(text, 0, 1'000'000);
}

Parsed<Duration> parse_lease(std::string_view text)
{
    constexpr Duration min_lease = std::chrono::seconds{1};
    constexpr Duration max_lease = std::chrono::hours{24 * 30};
    const auto lease = parse_duration(text);
    if (lease && (*lease < min_lease || *lease > max_lease)) {
        return tl::unexpected{std::string{"a lease is 1 s to 30 d"}};
    }
    return lease;
}

/// All failed jobs, or, given a text, those that failed for that reason.
Parsed<watch::RetryNow> parse_retry_now(std::string_view text)
{
    return watch::RetryNow{text.empty() ? std::nullopt : std::optional{std::string{text}}};
}

/// "3 due (1 again after a failure), 40 stored already (2 failed), 1 claimed by another pass"
std::string summarize(const watch::WatchResult& result)
{
    auto text = fmt::format("{} due", result.due);
    if (result.again > 0) {
        text += fmt::format(" ({} again after a failure)", result.again);
    }
    if (result.stored > 0) {
        text += fmt::format(", {} stored already", result.stored);
    }
    if (result.failed > 0) {
        text += fmt::format(" ({} failed)", result.failed);
    }
    if (result.not_relevant > 0) {
        text += fmt::format(", {} not relevant", result.not_relevant);
    }
    if (result.waiting > 0) {
        text +=
            fmt::format(", {} project{} not now", result.waiting, result.waiting == 1 ? "" : "s");
    }
    return text +
           (result.claimed > 0 ? fmt::format(", {} claimed by other passes", result.claimed) : "");
}

Group describe_selection(WatchOptions& options)
{
    return {
        "Which commits",
        {
            {.name = "--branch",
             .value = "GLOB",
             .sentence =
                 "Look at the heads of these branches [default: the branch of HEAD]; may be "
                 "repeated",
             .binding = each(options.branches.globs, &parse_text)},
            {.name = "--tag",
             .value = "GLOB",
             .sentence = "Look at the commits of these tags; may be repeated",
             .binding = each(options.branches.tag_globs, &parse_text)},
            {.name = "--fetch-timeout",
             .value = "TIME",
             .sentence = "Give up the fetch of a repository after this [default: 10m]",
             .binding = once(options.request.max_fetch_time, &parse_duration)},
            {.name = "--all",
             .sentence = "Look at the whole history of the branches, not only at their heads",
             .binding = set(options.all)},
            {.name = "--every-commit",
             .sentence =
                 "Look also at the commits between a head and the last commit of its branch "
                 "that is stored",
             .binding = set(options.every_commit),
             .excludes = {"--all", "--steps"}},
            {.name = "--range",
             .value = "A..B",
             .sentence = "Look at the commits that B reaches and A does not",
             .binding = once(options.range, &watch::RevisionRange::parse),
             .excludes = {"--branch", "--tag", "--pulls", "--all", "--every-commit"}},
            {.name = "--around",
             .value = "COMMIT[:N]",
             .sentence = "Look at this commit and the N before and after it on its branch "
                         "[default: 5]",
             .binding = once(options.around, &watch::Neighborhood::parse),
             .excludes = {"--tag", "--pulls", "--all", "--every-commit", "--range"},
             .no_key = "it is for one pass"},
            {.name = "--commits",
             .value = "FILE",
             .sentence =
                 "Look at the commits that this file names, one a line; - is standard input",
             .binding = once(options.commits, &parse_text),
             .excludes = {"--branch",
                          "--tag",
                          "--pulls",
                          "--all",
                          "--every-commit",
                          "--range",
                          "--around",
                          "--steps"},
             .no_key = "it is for one pass"},
            {.name = "--since",
             .value = "DATE",
             .sentence = "Look at the history from this date, time or age on (2026-01-31, 90d)",
             .binding = once(options.request.since,
                             [](std::string_view text) { return parse_since(text, now()); })},
            {.name = "--ignore-paths",
             .value = "PATTERN",
             .sentence = "Leave out commits that change only such paths (docs, '*.md'); may be "
                         "repeated",
             .binding = each(options.request.ignored_paths, &parse_text)},
        },
    };
}

Group describe_number(WatchOptions& options)
{
    return {
        "How many, and in which order",
        {
            {.name = "--steps",
             .value = "N",
             .sentence = "Write at most N jobs, spread over the history: each halves the largest "
                         "gap between commits with results",
             .binding = once(options.request.steps, &parse_limit)},
            {.name = "--reverse",
             .sentence = "Write the oldest first",
             .binding = set(options.reverse)},
            {.name = "--limit",
             .value = "N",
             .sentence = "Write at most N jobs",
             .binding = once(options.request.limit, &parse_limit)},
        },
    };
}

Group describe_pulls(WatchOptions& options)
{
    using watch::Trust;
    return {
        "Pull requests",
        {
            {.name = "--pulls",
             .sentence = "Look at the heads of open pull requests",
             .binding = set(options.has_pulls)},
            {.name = "--label",
             .value = "GLOB",
             .sentence = "Look only at pull requests with such a label; may be repeated",
             .binding = each(options.pulls.label_globs, &parse_text),
             .needs = {"--pulls"}},
            {.name = "--skip-label",
             .value = "GLOB",
             .sentence = "Leave out pull requests with such a label; may be repeated",
             .binding = each(options.pulls.skipped_label_globs, &parse_text),
             .needs = {"--pulls"}},
            {.name = "--trust",
             .sentence = "Trust the code of pull requests from branches of the repository itself, "
                         "also those of its members, all, or none [default: own]",
             .binding = choose<Trust>(options.pulls.trust,
                                      {{"own", Trust::own},
                                       {"members", Trust::members},
                                       {"all", Trust::all},
                                       {"none", Trust::none}}),
             .needs = {"--pulls"}},
            {.name = "--untrusted",
             .sentence = "Emit also those that are not trusted: they get no network, no mount and "
                         "not the native engine",
             .binding = set(options.pulls.untrusted, watch::Untrusted::emit),
             .needs = {"--pulls"}},
        },
    };
}

Group describe_jobs(WatchOptions& options)
{
    return {
        "Which jobs",
        {
            {.name = "--attempt",
             .value = "N",
             .sentence = "Benchmark commits for the Nth time, those that failed, too [default: 1]",
             .binding = once(options.request.attempt, &parse_attempt)},
            {.name = "--retries",
             .value = "N",
             .sentence = "Retry a commit that failed at most N times, each time after a longer "
                         "while [default: 2]",
             .binding = once(options.request.retry.retries, &parse_retries)},
            {.name = "--retry-failed",
             .value = "REASON",
             .sentence = "Retry at once all that failed, or only those that failed for REASON",
             .binding = {.kind = Kind::joined_value,
                         .take = once(options.request.retry.at_once, &parse_retry_now).take},
             .no_key = "every pass would retry what failed; it is for one pass"},
            {.name = "--lease",
             .value = "TIME",
             .sentence = "Let passes of other machines take a job if this pipeline was not heard "
                         "of for TIME [default: 15m]",
             .binding = once(options.lease, &parse_lease),
             .no_key = "it is for all projects of a pass"},
            {.name = "--no-claim",
             .sentence = "Write jobs that other passes work on, too, and claim no job",
             .binding = set(options.no_claim),
             .excludes = {"--lease"},
             .no_key = "it is for all projects of a pass"},
            {.name = "--repo",
             .value = "NAME",
             .sentence = "Name the project as the store does [default: from its remote]",
             .binding = once(options.request.name, &parse_text),
             .no_key = "write repo = \"NAME\" before the first table"},
            {.name = "--name",
             .value = "NAME",
             .sentence = "Name the configuration: another name makes other jobs of the same "
                         "commits; of a project file, take this one [default: default]",
             .binding = once(options.config_name, &parse_text),
             .no_key = "write name = \"NAME\" in a [[configuration]]"},
            {.name = "--worker",
             .value = "NAME",
             .sentence = "Leave out the configurations of project files that are for another "
                         "machine than this",
             .binding = once(options.worker, &WorkerName::parse),
             .no_key = "write worker = \"NAME\" in a [[configuration]]"},
        },
    };
}

Group describe_schedule(WatchOptions& options)
{
    auto& schedule = options.request.schedule;
    return {
        "When",
        {
            {.name = "--every",
             .value = "TIME",
             .sentence = "Write nothing until TIME after the last pass whose jobs are stored",
             .binding = once(schedule.min_interval, &parse_duration)},
            {.name = "--during",
             .value = "FROM-TO",
             .sentence = "Write nothing at other times of the day (22:00-6:00)",
             .binding = once(schedule.during, &watch::DayPart::parse)},
        },
    };
}

Exit run(const WatchOptions& options, Io& io)
{
    const auto [requests, wrong_files] = make_requests(options, io);
    const auto target = target_of(options.target);
    const auto store = store::open(target, store::Access::write);
    claims::PassClaims claims{target, options.lease};
    const bool is_claiming = !options.no_claim && host::is_pipe(io.out);
    const JobOutput output{
        options.output,
        [&io](const Manifest& job) { return terminal::to_job_line(job, io.style()); },
        io};
    std::optional<Progress> progress;
    progress.emplace(io.log, CountedWork{.verb = "finding due commits", .singular = "job"});
    const auto result = watch::watch(
        requests,
        {.find = [&](std::span<const JobId> jobs) { return store->known(jobs); },
         .find_last_pass =
             [&](const std::string& repository, const std::string& config, Time after) {
                 return store->find_last_pass(repository, config, after);
             }},
        is_claiming ? &claims : nullptr,
        [&](const Manifest& job) {
            progress->advance();
            output.write(job);
        },
        io.log);
    progress.reset();
    io.log.info(summarize(result));
    if (wrong_files > 0) {
        throw Error{Errc::usage,
                    wrong_files == 1 ? "a project file is wrong"
                                     : fmt::format("{} project files are wrong", wrong_files)};
    }
    return Exit::done;
}

constexpr auto examples = R"(  cb watch ~/src/index | cb build | cb run | cb parse | cb store
  cb watch index.toml | cb build | cb run | cb parse | cb store   what a project file says
  cb watch . --branch 'release/*' --branch main
  cb watch ~/src/index --all --limit 20          the newest 20 commits that are not stored yet
  cb watch ~/src/index --steps 10                ten, spread over the history
  cb watch ~/src/index --tag 'v*'
  cb watch ~/src/index --around 4f2a1c:10        20 neighbors of a commit
  cb watch ~/src/index --range v1.0..main
  cb watch github:mirage/index --branch main --pulls --github-token-file token
  git log --format=%h -- src/parse | cb watch . --commits -   the commits that touched a directory
  cb watch ~/src/index --name nightly -- ./bench --long   another benchmark of the same commits
  cb watch ~/src/index --all --retry-failed=timeout       what failed so, at once
)";

} // namespace

std::vector<Group> describe_watch_options(WatchOptions& options)
{
    return {describe_selection(options),
            describe_number(options),
            describe_pulls(options),
            describe_jobs(options),
            describe_schedule(options),
            describe_json_option(options.output),
            describe_forge_options(options.forges),
            describe_target_options(options.target)};
}

Command describe_watch()
{
    const auto options = std::make_shared<WatchOptions>();
    return {
        .name = "watch",
        .purpose = "Find the commits that are due for a benchmark",
        .words = Words{.value = "REPO...",
                       .sentence = "Look at work trees, bare repositories, directories of them, "
                                   "addresses to fetch, github:OWNER/NAME, or the projects that "
                                   "files describe",
                       .take = each(options->places, &parse_any).take,
                       .number = Words::Number::at_least_one},
        .words_after_mark = Words{.value = "COMMAND...",
                                  .sentence = "Benchmark with this command [default: that of cb "
                                              "run]",
                                  .take = each(options->request.config.command, &parse_any).take},
        .groups = describe_watch_options(*options),
        .examples = examples,
        .notes = "Writes one job a line to standard output for each commit that is due; on a "
                 "terminal, the commits.",
        .page = "watch.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
