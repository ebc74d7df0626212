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
    std::vector<std::string> repositories; ///< and the words of the command: see split_words()
    std::vector<std::string> command;      ///< stays empty
    std::optional<RevisionRange> range;
    bool all = false;
    bool reverse = false;
    std::optional<std::string> config_name;
    std::string retry_failed; ///< as CLI11 spells a flag: "" not given, "true" without a value
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

/// CLI11 gives all words that are no options to the first list of them; what stands after "--" is
/// the command. While the second list is empty, it takes "--" for a mark of this command.
std::pair<std::vector<std::string>, std::vector<std::string>>
split_words(const std::vector<std::string>& words, std::size_t after_mark)
{
    const auto mark = words.end() - static_cast<std::ptrdiff_t>(std::min(after_mark, words.size()));
    if (mark == words.begin()) {
        throw Error{Errc::usage, "a repository is required before \"--\""};
    }
    return {{words.begin(), mark}, {mark, words.end()}};
}

WatchRequest request_of(const Options& options, std::size_t after_mark)
{
    auto request = options.request;
    auto [repositories, command] = split_words(options.repositories, after_mark);
    request.repositories.assign(repositories.begin(), repositories.end());
    request.config.command = std::move(command);
    request.config.name = options.config_name.value_or(request.config.name);
    if (!options.retry_failed.empty()) {
        request.retry.at_once = RetryNow{
            options.retry_failed == "true" ? std::nullopt : std::optional{options.retry_failed}};
    }
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
    const auto request = request_of(options, io.after_mark);
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

void add_retries(CLI::App& sub, Options& options)
{
    add_parsed(sub,
               "--retries",
               options.request.retry.retries,
               &parse_retries,
               "N  How often a commit that failed is due again, each time after a longer while "
               "[default: 2]");
    sub.add_flag("--retry-failed",
                 options.retry_failed,
                 "At once all that failed, with =REASON those that failed so");
}

constexpr auto examples = R"(
Examples:
  cb watch ~/src/index | cb build | cb run | cb parse | cb store
  cb watch . --branch 'release/*' --branch main
  cb watch ~/src/index --all --limit 20          the newest 20 commits that are not stored yet
  cb watch ~/src/index --range v1.0..main
  cb watch ~/src/index --name nightly -- ./bench --long   another benchmark of the same commits
  cb watch ~/src/index --all --retry-failed=timeout       what failed so, at once

Writes one job a line on standard output for each commit that is due. docs/watch.md)";

} // namespace

void add_watch(CLI::App& app, Action& chosen)
{
    const auto options = std::make_shared<Options>();
    CLI::App* const sub =
        app.add_subcommand("watch", "Find the commits that are due for a benchmark");
    sub->add_option("repositories",
                    options->repositories,
                    "REPO...  A work tree, a bare repository, or a directory of them")
        ->required()
        ->type_name("");
    sub->add_option(
           "command", options->command, "-- COMMAND...  Of the benchmark [default: that of cb run]")
        ->type_name("");
    auto* const branch = add_repeated(
        *sub,
        "--branch",
        options->branches.globs,
        &parse_text,
        "GLOB  Heads of these branches [default: the branch of HEAD]; may be repeated");
    auto* const all = sub->add_flag(
        "--all", options->all, "The whole history of the branches, not only their heads");
    add_parsed(*sub,
               "--range",
               options->range,
               &RevisionRange::parse,
               "A..B  The commits that B reaches and A does not")
        ->excludes(branch)
        ->excludes(all);
    sub->add_flag("--reverse", options->reverse, "The oldest first");
    add_parsed(*sub, "--limit", options->request.limit, &parse_limit, "N  No more jobs than these");
    add_parsed(*sub,
               "--attempt",
               options->request.attempt,
               &parse_attempt,
               "N  Benchmark commits for the Nth time, those that failed, too [default: 1]");
    add_parsed(*sub,
               "--repo",
               options->request.name,
               &parse_text,
               "NAME  What the store calls the project [default: from its remote]");
    add_retries(*sub, *options);
    add_parsed(*sub,
               "--name",
               options->config_name,
               &parse_text,
               "NAME  Of the configuration: another name makes other jobs of the same commits "
               "[default: default]");
    add_target_options(*sub, options->target);
    sub->footer(examples);
    sub->callback([options, &chosen] { chosen = [options](Io& io) { return run(*options, io); }; });
}

} // namespace cb::cmd
