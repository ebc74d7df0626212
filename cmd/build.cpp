#include "engine/build.hpp"

#include "command.hpp"
#include "engine/prune.hpp"
#include "job_settings.hpp"
#include "json_option.hpp"
#include "manifest/words.hpp"
#include "network_option.hpp"
#include "options.hpp"
#include "stage.hpp"
#include "terminal/job_text.hpp"

#include <fmt/format.h>

#include <memory>

namespace cb::cmd {

namespace {

struct Options {
    engine::BuildSettings settings;
    std::vector<std::pair<std::string, std::string>> build_args;
    std::optional<std::string> dockerfile_from, overlay;
    OutputWish output = OutputWish::automatic;
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

engine::BuildSettings settings_of(const Options& options)
{
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
    return settings;
}

Group describe_source(Options& options)
{
    auto& settings = options.settings;
    return {
        "What is built",
        {
            {.name = "--engine",
             .value = "docker|podman|native",
             .sentence = "Build with this engine [default: docker if its daemon answers, else "
                         "podman if it works, else native]",
             .binding = once(settings.engine, &parse_word<Engine>)},
            {.name = "--dockerfile",
             .value = "PATH",
             .sentence = "Use this file of the commit [default: bench.Dockerfile, else Dockerfile, "
                         "else one made over --base]",
             .binding = once(settings.dockerfile, &parse_text)},
            {.name = "--dockerfile-from",
             .value = "FILE",
             .sentence = "Use a file of yours for every commit, instead of any in it",
             .binding = once(options.dockerfile_from, &parse_text),
             .excludes = {"--dockerfile"}},
            {.name = "--overlay",
             .value = "DIR",
             .sentence = "Lay the files in DIR over each commit's",
             .binding = once(options.overlay, &parse_text)},
            {.name = "--with-git",
             .sentence = "Add a shallow .git of the commit, without remotes and hooks",
             .binding = set(settings.history, engine::GitHistory::shallow)},
            {.name = "--allow-absent-submodules",
             .sentence = "Leave the directories of absent submodules empty instead of failing",
             .binding = set(settings.absent_submodules, engine::AbsentSubmodules::leave_empty)},
            {.name = "--base",
             .value = "IMAGE",
             .sentence = "Build a commit without a Dockerfile over IMAGE; also given as build "
                         "argument BASE",
             .binding = once(settings.base, &parse_text)},
            {.name = "--build-arg",
             .value = "NAME=VALUE",
             .sentence = "Set an argument of the Dockerfile; may be repeated",
             .binding = each(options.build_args, &parse_assignment)},
            {.name = "--target",
             .value = "STAGE",
             .sentence = "Build this stage of the Dockerfile [default: its last]",
             .binding = once(settings.target, &parse_text)},
            {.name = "--secret",
             .value = "id=NAME,file=PATH",
             .sentence = "Let the build read a file that does not come into the image; may be "
                         "repeated",
             .binding = each(settings.secrets, &engine::BuildSecret::parse)},
            {.name = "--prepare",
             .value = "COMMAND",
             .sentence = "Make the tree ready with a shell command, where there is no Dockerfile",
             .binding = once(settings.prepare, &parse_text)},
            {.name = "--push",
             .value = "REGISTRY",
             .sentence = "Push each image there and name it by its digest, for other machines",
             .binding = once(settings.push, &engine::Registry::parse)},
        },
    };
}

Group describe_limits(Options& options)
{
    auto& settings = options.settings;
    return {
        "Limits of one build",
        {
            {.name = "--network",
             .sentence = "Give the build no network or the host's [default: the engine's own; none "
                         "with the native engine]",
             .binding = choose_network(settings.network)},
            {.name = "--timeout",
             .value = "TIME",
             .sentence = "Stop a build that takes longer than TIME [default: 1h]",
             .binding = once(settings.timeout, &parse_duration)},
            {.name = "--memory",
             .value = "SIZE",
             .sentence =
                 "Limit the memory to SIZE, without swap [default: 3/4 of the machine's; BuildKit "
                 "keeps no limit]",
             .binding = once(settings.memory, &parse_memory_size)},
        },
    };
}

Group describe_company(Options& options)
{
    return {
        "When to build",
        {
            {.name = "--wait",
             .value = "TIME",
             .sentence = "Wait at most TIME for cores that runs and builds use [default: 1d]",
             .binding = once(options.settings.patience, &parse_duration)},
            {.name = "--no-wait",
             .sentence = "Give up at once when they are in use",
             .binding = set(options.no_wait),
             .excludes = {"--wait"}},
            {.name = "--beside-runs",
             .sentence =
                 "Build also while something is measured on this machine: it disturbs the measure",
             .binding = set(options.settings.company, engine::Company::beside_runs),
             .excludes = {"--wait", "--no-wait"}},
        },
    };
}

Group describe_pruning(Options& options)
{
    auto& wish = options.prune_wish;
    const auto parse_number = [](std::string_view text) {
        return parse_count(text, 0, 1'000'000'000);
    };
    return {
        "Removing what was built",
        {
            {.name = "--prune",
             .sentence = "Remove images and trees that cb built, and build nothing",
             .binding = set(options.prune),
             .no_key = "it is for a command that builds nothing"},
            {.name = "--keep",
             .value = "N",
             .sentence = "Remove all of each engine and repository but the N last used",
             .binding = once(wish.keep, parse_number),
             .needs = {"--prune"},
             .no_key = "it is for a command that builds nothing"},
            {.name = "--older-than",
             .value = "TIME",
             .sentence = "Remove what was not used for TIME",
             .binding = once(wish.older_than, &parse_duration),
             .needs = {"--prune"},
             .no_key = "it is for a command that builds nothing"},
            {.name = "--max-size",
             .value = "SIZE",
             .sentence = "Remove the oldest of each engine until the rest is at most SIZE",
             .binding = once(wish.max_size, &Bytes::parse),
             .needs = {"--prune"},
             .no_key = "it is for a command that builds nothing"},
            {.name = "--dry-run",
             .sentence = "Only say what would be removed",
             .binding = set(options.removal, engine::Removal::dry_run),
             .needs = {"--prune"},
             .no_key = "it is for a command that builds nothing"},
        },
    };
}

std::vector<Group> describe_options(Options& options)
{
    return {describe_source(options),
            describe_limits(options),
            describe_company(options),
            describe_json_option(options.output),
            describe_pruning(options)};
}

Exit run(const Options& options, Io& io)
{
    if (options.prune) {
        return prune(options, io);
    }
    JobSettings<Options, engine::BuildSettings> settings{
        Stage::build, &describe_options, options, io.given, &settings_of};
    engine::BuildStage stage{io.log};
    StageProgress progress{"building", io};
    const JobOutput output{
        options.output,
        [&io](const Manifest& job) { return terminal::to_build_line(job, io.style()); },
        io};
    return run_stage(io, progress, output, [&](Manifest& job) {
        settings.work(job, [&](const auto& its) { stage.build(job, its); });
    });
}

constexpr auto examples = R"(  cb watch ~/src/index | cb build > built.jsonl
  cb watch . --all | cb build --base debian:12 | cb run -- ./bench
  cb watch . | cb build --engine native --prepare 'make -j2' | cb run
  cb watch . --all | cb build --dockerfile-from bench.Dockerfile --overlay ~/bench | cb run
  cb build --prune --keep 50 --older-than 30d
)";

} // namespace

Command describe_build()
{
    const auto options = std::make_shared<Options>();
    return {
        .name = "build",
        .purpose = "Build an image of each job's commit",
        .groups = describe_options(*options),
        .examples = examples,
        .notes = "Reads jobs from standard input and writes them, each with its image, to standard "
                 "output; on a terminal, a line about each.",
        .page = "build.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
