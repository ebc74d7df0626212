#include "watch/watch.hpp"

#include "command.hpp"
#include "options.hpp"
#include "stage.hpp"
#include "store/store.hpp"
#include "target_options.hpp"

#include <fmt/format.h>

#include <limits>
#include <memory>

namespace cb::cmd {

namespace {

struct Options {
    WatchRequest request;
    BranchSelection branches;
    std::vector<std::string> repositories;
    std::optional<RevisionRange> range;
    bool all = false;
    bool reverse = false;
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

WatchRequest request_of(const Options& options)
{
    auto request = options.request;
    request.repositories.assign(options.repositories.begin(), options.repositories.end());
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
    const auto store = store::open(target_of(options.target), store::Access::write);
    const auto result = watch(
        request_of(options),
        [&](std::span<const JobId> jobs) {
            std::set<JobId> found;
            for (const auto& job : store->known(jobs)) {
                found.insert(job.work);
            }
            return found;
        },
        [&](const Manifest& job) { write_line(io.out, job); },
        io.log);
    io.log.info(fmt::format("{} due, {} stored already", result.due, result.stored));
    return Exit::done;
}

constexpr auto examples = R"(
Examples:
  cb watch ~/src/index | cb build | cb run | cb parse | cb store
  cb watch . --branch 'release/*' --branch main
  cb watch ~/src/index --all --limit 20          the newest 20 commits that are not stored yet
  cb watch ~/src/index --range v1.0..main

Writes one job a line on standard output for each commit that the store has not got. docs/watch.md)";

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
               "--name",
               options->request.name,
               &parse_text,
               "NAME  What the store calls the project [default: from its remote]");
    add_target_options(*sub, options->target);
    sub->footer(examples);
    sub->callback([options, &chosen] { chosen = [options](Io& io) { return run(*options, io); }; });
}

} // namespace cb::cmd
