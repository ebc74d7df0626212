#include "engine/build.hpp"

#include "command.hpp"
#include "engine/prune.hpp"
#include "manifest/words.hpp"
#include "network_option.hpp"
#include "options.hpp"
#include "stage.hpp"

#include <fmt/format.h>

#include <memory>

namespace cb::cmd {

namespace {

struct Options {
    engine::BuildSettings settings;
    std::vector<std::pair<std::string, std::string>> build_args;
    std::optional<std::string> dockerfile_from, overlay;
    bool no_wait = false;
    engine::PruneWish prune_wish;
    bool prune = false;
    engine::Removal removal = engine::Removal::real;
};

Exit prune(const Options& options, Io& io)
{
    const auto& wish = options.prune_wish;
    if (!wish.keep && !wish.older_than && !wish.max_size) {
        throw Error{Errc::usage,
                    "--prune needs to know what may go: --keep N, --older-than TIME or --max-size "
                    "SIZE"};
    }
    engine::prune(options.settings.engine, wish, options.removal, io.log);
    return Exit::done;
}

Exit run(const Options& options, Io& io)
{
    if (options.prune) {
        return prune(options, io);
    }
    auto settings = options.settings;
    settings.build_args = {options.build_args.begin(), options.build_args.end()};
    if (options.dockerfile_from) {
        settings.dockerfile_from = engine::OperatorDockerfile::read(*options.dockerfile_from);
    }
    if (options.overlay) {
        settings.overlay = engine::Overlay::read(*options.overlay);
    }
    if (options.no_wait) {
        settings.patience = Duration::zero();
    }
    engine::BuildStage stage{std::move(settings), io.log};
    return run_stage(io, [&](Manifest& job) {
        io.log.info(fmt::format("building {}", name_of(job)));
        stage.build(job);
    });
}

void add_what(CLI::App& sub, Options& options)
{
    auto& settings = options.settings;
    add_parsed(sub,
               "--engine",
               settings.engine,
               &parse_word<Engine>,
               "docker, podman or native [default: docker if its daemon answers, else podman if it "
               "works, else native]");
    auto* const dockerfile =
        add_parsed(sub,
                   "--dockerfile",
                   settings.dockerfile,
                   &parse_text,
                   "PATH  In the commit [default: bench.Dockerfile, else Dockerfile, else one made "
                   "over --base]");
    add_parsed(sub,
               "--dockerfile-from",
               options.dockerfile_from,
               &parse_text,
               "FILE  Of yours, for every commit, instead of any in it")
        ->excludes(dockerfile);
    add_parsed(sub,
               "--overlay",
               options.overlay,
               &parse_text,
               "DIR  Lay the files in it over each commit's");
    add_parsed(sub,
               "--base",
               settings.base,
               &parse_text,
               "IMAGE  For a commit without a Dockerfile; also given as build argument BASE");
    add_repeated(sub,
                 "--build-arg",
                 options.build_args,
                 &parse_assignment,
                 "NAME=VALUE  For the Dockerfile; may be repeated");
    add_parsed(sub,
               "--prepare",
               settings.prepare,
               &parse_text,
               "COMMAND  Shell command that makes the tree ready, where there is no Dockerfile");
}

void add_how(CLI::App& sub, Options& options)
{
    auto& settings = options.settings;
    add_parsed(sub,
               "--network",
               settings.network,
               &parse_network,
               "none or host [default: the engine's own; none with the native engine]");
    add_parsed(
        sub, "--timeout", settings.timeout, &parse_duration, "TIME  For one build [default: 1h]");
    add_parsed(
        sub,
        "--memory",
        settings.memory,
        &parse_memory_size,
        "SIZE  For one build, without swap [default: 3/4 of the machine's; BuildKit keeps no "
        "limit]");
    auto* const wait =
        add_parsed(sub,
                   "--wait",
                   settings.patience,
                   &parse_duration,
                   "TIME  How long to wait for cores that runs and builds use [default: 1d]");
    auto* const no_wait =
        sub.add_flag("--no-wait", options.no_wait, "Give up at once when they are in use");
    no_wait->excludes(wait);
    sub.add_flag_callback(
           "--beside-runs",
           [&settings] { settings.company = engine::Company::beside_runs; },
           "Build also while something is measured on this machine: it disturbs")
        ->excludes(wait)
        ->excludes(no_wait);
}

void add_prune(CLI::App& sub, Options& options)
{
    auto& wish = options.prune_wish;
    auto* const prune = sub.add_flag(
        "--prune", options.prune, "Remove images and trees that cb built, and build nothing");
    add_parsed(
        sub,
        "--keep",
        wish.keep,
        [](std::string_view text) { return parse_count(text, 0, 1'000'000'000); },
        "N  Of each engine, keep the N last used")
        ->needs(prune);
    add_parsed(sub,
               "--older-than",
               wish.older_than,
               &parse_duration,
               "TIME  Remove what was not used for so long")
        ->needs(prune);
    add_parsed(sub,
               "--max-size",
               wish.max_size,
               &Bytes::parse,
               "SIZE  Of each engine, keep no more than this")
        ->needs(prune);
    sub.add_flag_callback(
           "--dry-run",
           [&options] { options.removal = engine::Removal::dry_run; },
           "Only say what would be removed")
        ->needs(prune);
}

constexpr auto examples = R"(
Examples:
  cb watch ~/src/index | cb build > built.jsonl
  cb watch . --all | cb build --base debian:12 | cb run -- ./bench
  cb watch . | cb build --engine native --prepare 'make -j2' | cb run
  cb watch . --all | cb build --dockerfile-from bench.Dockerfile --overlay ~/bench | cb run
  cb build --prune --keep 50 --older-than 30d

Reads jobs on standard input and writes them, each with its image, on standard output. docs/build.md)";

} // namespace

void add_build(CLI::App& app, Action& chosen)
{
    const auto options = std::make_shared<Options>();
    CLI::App* const sub = app.add_subcommand("build", "Build an image of each job's commit");
    add_what(*sub, *options);
    add_how(*sub, *options);
    add_prune(*sub, *options);
    sub->footer(examples);
    sub->callback([options, &chosen] { chosen = [options](Io& io) { return run(*options, io); }; });
}

} // namespace cb::cmd
