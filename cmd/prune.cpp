#include "store/prune.hpp"

#include "base/fd.hpp"
#include "base/time.hpp"
#include "command.hpp"
#include "options.hpp"
#include "store/pin.hpp"
#include "store/prune_text.hpp"
#include "target_options.hpp"
#include "version.hpp"

#include <memory>

namespace cb::cmd {

namespace {

struct Options {
    TargetOptions target;
    store::PruneRequest request;
    bool dry_run = false;
    bool pins = false;
    std::optional<std::string> pin, name, reason, unpin;
};

std::optional<std::string> repository_of(const Options& options)
{
    const auto& names = options.request.repositories;
    if (names.size() > 1) {
        throw Error{Errc::usage, "baselines belong to one repository; give --repo once"};
    }
    return names.empty() ? std::nullopt : std::optional{names.front()};
}

Exit run_pins(const Options& options, const store::Target& target, Io& io)
{
    if (options.pin) {
        const auto pinned = store::pin(target,
                                       {.repository = repository_of(options),
                                        .commits = *options.pin,
                                        .name = options.name,
                                        .reason = options.reason.value_or("")});
        write_all(io.out, store::to_text({pinned}), "standard output");
        return Exit::done;
    }
    auto queries = store::open_queries(target);
    const auto repository = store::choose_repository(queries, repository_of(options));
    if (options.unpin) {
        store::Baselines{target, db::Access::change}.unpin(repository, *options.unpin);
    } else {
        const auto all = store::Baselines{target, db::Access::read}.list(repository);
        write_all(io.out, store::to_text(all), "standard output");
    }
    return Exit::done;
}

Exit run(const Options& options, Io& io)
{
    const auto target = target_of(options.target);
    if (options.pin || options.unpin || options.pins) {
        return run_pins(options, target, io);
    }
    const auto& limits = options.request.limits;
    if (!limits.samples && !limits.logs && !limits.jobs) {
        throw Error{Errc::usage, "say what is to go: --samples-older, --logs-older, --jobs-older"};
    }
    const auto pruned = options.dry_run ? store::preview_prune(target, options.request, io.log)
                                        : store::prune(target, options.request, io.log);
    write_all(io.out, store::to_text(pruned), "standard output");
    if (!options.dry_run) {
        store::vacuum(target, io.log);
    }
    return Exit::done;
}

Option age_option(std::string name, std::string sentence, std::optional<Time>& limit)
{
    return {.name = std::move(name),
            .value = "AGE",
            .sentence = std::move(sentence),
            .binding = once(limit, [](std::string_view text) { return parse_since(text, now()); })};
}

Group describe_limits(Options& options)
{
    auto& request = options.request;
    return {"What goes",
            {age_option("--samples-older",
                        "Retire samples of runs older than AGE (180d, 2026-01-31); their "
                        "figures stay",
                        request.limits.samples),
             age_option("--logs-older", "Delete logs of runs older than AGE", request.limits.logs),
             age_option("--jobs-older",
                        "Delete results and logs of runs older than AGE; cb watch still knows "
                        "the jobs",
                        request.limits.jobs),
             {.name = "--repo",
              .value = "NAME",
              .sentence = "Only in this repository; repeatable [default: all]",
              .binding = each(request.repositories, &parse_text)},
             {.name = "--archive",
              .value = "DIR",
              .sentence = "Write what goes to Parquet files in DIR first",
              .binding = once(request.archive, &parse_text)},
             {.name = "--dry-run",
              .sentence = "Only say what would go and how much that frees",
              .binding = set(options.dry_run)}}};
}

Group describe_pins(Options& options)
{
    return {"Baselines, of which nothing goes",
            {{.name = "--pin",
              .value = "COMMIT",
              .sentence = "Pin a commit, or all from A to B with A..B: hashes, branches, tags or "
                          "HEAD, with ~N and ^",
              .binding = once(options.pin, &parse_text),
              .excludes = {"--unpin", "--pins"}},
             {.name = "--name",
              .value = "NAME",
              .sentence = "Call the baseline NAME [default: the words after --pin]",
              .binding = once(options.name, &parse_text),
              .needs = {"--pin"}},
             {.name = "--reason",
              .value = "TEXT",
              .sentence = "Why it is kept, for --pins",
              .binding = once(options.reason, &parse_text),
              .needs = {"--pin"}},
             {.name = "--unpin",
              .value = "NAME",
              .sentence = "Give up the baseline NAME",
              .binding = once(options.unpin, &parse_text),
              .excludes = {"--pins"}},
             {.name = "--pins", .sentence = "List the baselines", .binding = set(options.pins)}}};
}

constexpr auto examples = R"(  cb prune --samples-older 180d --logs-older 90d --dry-run
  cb prune --samples-older 180d --archive /srv/cb/archive
  cb prune --repo acme/index --jobs-older 730d
  cb prune --repo acme/index --pin v1.0 --reason 'the release that users have'
)";

} // namespace

Command describe_prune()
{
    const auto options = std::make_shared<Options>();
    options->request.cb_version = version;
    return {
        .name = "prune",
        .purpose = "Forget old samples, logs and results",
        .groups = {describe_target_options(options->target),
                   describe_limits(*options),
                   describe_pins(*options)},
        .examples = examples,
        .notes = "The age of a run is that of its start. Readers and writers can go on meanwhile. "
                 "If it is interrupted, the next call does the rest.",
        .page = "prune.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
