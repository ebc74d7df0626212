#include "watch/watch.hpp"

#include "command.hpp"
#include "options.hpp"
#include "stage.hpp"
#include "store/store.hpp"
#include "target_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

namespace cb::cmd {

namespace {

struct Options {
    WatchRequest request;
    BranchSelection branches;
    std::optional<RevisionRange> range;
    bool all = false;
    bool reverse = false;
    std::optional<std::string> config_name;
    TargetOptions target;
};

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

/// All failed jobs, or, given a text, those that failed for that reason.
Parsed<RetryNow> parse_retry_now(std::string_view text)
{
    return RetryNow{text.empty() ? std::nullopt : std::optional{std::string{text}}};
}

WatchRequest request_of(const Options& options)
{
    auto request = options.request;
    request.config.name = options.config_name.value_or(request.config.name);
    request.now = now();
    request.order = options.reverse ? Order::oldest_first : Order::newest_first;
    if (options.range) {
        request.selection = *options.range;
    } else {
        auto branches = options.branches;
        branches.extent = options.all ? Extent::history : Extent::head;
        request.selection = std::move(branches);
    }
    return request;
}

Exit run(const Options& options, Io& io)
{
    const auto request = request_of(options);
    const auto store = store::open(target_of(options.target), store::Access::write);
    const auto result = watch(
        request,
        [&](std::span<const JobId> jobs) { return store->known(jobs); },
        [&](const Manifest& job) { write_line(io.out, job); },
        io.log);
    io.log.info(fmt::format("{} due ({} of them again after a failure), {} stored already, {} of "
                            "them failed",
                            result.due,
                            result.again,
                            result.stored,
                            result.failed));
    return Exit::done;
}

Group describe_selection(Options& options)
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
            {.name = "--all",
             .sentence = "Look at the whole history of the branches, not only at their heads",
             .binding = set(options.all)},
            {.name = "--range",
             .value = "A..B",
             .sentence = "Look at the commits that B reaches and A does not",
             .binding = once(options.range, &RevisionRange::parse),
             .excludes = {"--branch", "--all"}},
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

Group describe_jobs(Options& options)
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
                         .take = once(options.request.retry.at_once, &parse_retry_now).take}},
            {.name = "--repo",
             .value = "NAME",
             .sentence = "Name the project as the store does [default: from its remote]",
             .binding = once(options.request.name, &parse_text)},
            {.name = "--name",
             .value = "NAME",
             .sentence = "Name the configuration: another name makes other jobs of the same "
                         "commits [default: default]",
             .binding = once(options.config_name, &parse_text)},
        },
    };
}

constexpr auto examples = R"(  cb watch ~/src/index | cb build | cb run | cb parse | cb store
  cb watch . --branch 'release/*' --branch main
  cb watch ~/src/index --all --limit 20          the newest 20 commits that are not stored yet
  cb watch ~/src/index --range v1.0..main
  cb watch ~/src/index --name nightly -- ./bench --long   another benchmark of the same commits
  cb watch ~/src/index --all --retry-failed=timeout       what failed so, at once
)";

} // namespace

Command describe_watch()
{
    const auto options = std::make_shared<Options>();
    auto& request = options->request;
    return {
        .name = "watch",
        .purpose = "Find the commits that are due for a benchmark",
        .words = Words{.value = "REPO...",
                       .sentence = "Look at work trees, bare repositories, or directories of them",
                       .take = each(request.repositories, &parse_any).take,
                       .number = Words::Number::at_least_one},
        .words_after_mark = Words{.value = "COMMAND...",
                                  .sentence = "Benchmark with this command [default: that of cb "
                                              "run]",
                                  .take = each(request.config.command, &parse_any).take},
        .groups = {describe_selection(*options),
                   describe_jobs(*options),
                   describe_target_options(options->target)},
        .examples = examples,
        .notes = "Writes one job a line to standard output for each commit that is due.",
        .page = "watch.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
