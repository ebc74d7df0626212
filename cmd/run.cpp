#include "engine/run.hpp"

#include "base/hash.hpp"
#include "command.hpp"
#include "engine/docker_run.hpp"
#include "host/cpu_request.hpp"
#include "host/identity.hpp"
#include "host/numa_request.hpp"
#include "manifest/words.hpp"
#include "network_option.hpp"
#include "options.hpp"
#include "source_options.hpp"
#include "stage.hpp"

#include <fmt/format.h>

#include <memory>
#include <unistd.h>

namespace cb::cmd {

namespace {

struct Options {
    engine::RunSettings settings;
    std::optional<std::string> image, directory;
    std::optional<CpuRequest> cpus;
    std::optional<NumaRequest> nodes;
    SourceOptions source;
    bool print_argv = false;
};

Parsed<engine::AslrMode> parse_aslr(std::string_view text)
{
    if (text == "off") {
        return engine::AslrMode::off;
    }
    if (text == "on") {
        return engine::AslrMode::on;
    }
    return tl::unexpected{fmt::format("\"{}\" is not one of off, on", text)};
}

Parsed<unsigned> parse_repeat(std::string_view text)
{
    return parse_count(text, 1, 100'000).map([](std::uint64_t count) {
        return static_cast<unsigned>(count);
    });
}

/// Finds the CPUs and memory nodes that the options mean on this machine.
void choose_pins(const Options& options, engine::RunSettings& settings)
{
    if (!options.cpus && !options.nodes) {
        return;
    }
    const auto topology = read_topology();
    if (options.cpus) {
        auto choice = value_or_throw(choose_cpus(*options.cpus, topology), Errc::usage, "--cpu");
        for (const auto warning : choice.warnings) {
            settings.warnings.emplace_back(to_word(warning));
        }
        settings.request.cpus = std::move(choice.cpus);
    }
    const auto nodes = options.nodes ? *options.nodes : NumaRequest::parse("auto").value();
    settings.request.mems =
        value_or_throw(choose_nodes(nodes, settings.request.cpus.value_or(CpuSet{}), topology),
                       Errc::usage,
                       "--numa");
    const auto needed = std::max(settings.request.shm, settings.request.memory.value_or(Bytes{}));
    if (const auto enough = check_memory(*settings.request.mems, needed, topology); !enough) {
        throw Error{Errc::usage, "--numa: " + enough.error()};
    }
}

/// The image that stands for --image or --dir; none: jobs come on standard input.
std::optional<std::string> own_image(const Options& options)
{
    return options.directory ? std::optional{"dir:" + *options.directory} : options.image;
}

/// A job that no earlier stage made. Each run of it is an attempt of its own.
Manifest own_job(const Options& options, const std::string& image)
{
    auto source = source_of(options.source, options.directory ? "local" : image);
    Manifest job{JobId::from(random_hex(16)), std::move(source), Config{}};
    job.set(Build{.engine = engine::engine_of_image(image), .image = image, .cached = true});
    return job;
}

Exit run_one(const Options& options, const std::string& image, engine::RunStage& stage, Io& io)
{
    auto job = own_job(options, image);
    stage.run(job);
    return emit(job, io);
}

void print_argv(engine::RunSettings& settings, const std::optional<std::string>& image, Io& io)
{
    settings.request.image = image.value_or("IMAGE");
    settings.request.argv = settings.argv.empty() ? engine::default_command() : settings.argv;
    std::string text;
    for (const auto& argv : engine::DockerRun::commands(settings.request)) {
        text += shell_quoted(argv) + "\n";
    }
    write_all(io.out, text, "standard output");
}

Exit run(const Options& options, Io& io)
{
    auto settings = options.settings;
    const auto image = own_image(options);
    choose_pins(options, settings);
    if (options.print_argv) {
        print_argv(settings, image, io);
        return Exit::done;
    }
    if (!image && ::isatty(io.in) != 0) {
        throw Error{Errc::usage,
                    "jobs are read from standard input, and that is a terminal; name an --image or "
                    "a --dir to run one"};
    }
    settings.host = read_host();
    engine::RunStage stage{std::move(settings), io.log};
    if (image) {
        return run_one(options, *image, stage, io);
    }
    return run_stage(io, [&](Manifest& job) {
        io.log.info(fmt::format("running {}", name_of(job)));
        stage.run(job);
    });
}

void add_pins(CLI::App& sub, Options& options)
{
    auto& request = options.settings.request;
    add_parsed(sub,
               "--cpu",
               options.cpus,
               &CpuRequest::parse,
               "CPUS  3, 0-1, 0,2, auto or auto:N [default: not pinned]");
    add_parsed(sub,
               "--numa",
               options.nodes,
               &NumaRequest::parse,
               "NODES  Memory nodes: auto, 0, 0-1 [default: those of the CPUs]");
    add_parsed(
        sub, "--shm", request.shm, &Bytes::parse, "SIZE  Of the tmpfs on /dev/shm [default: 64M]");
    add_parsed(sub, "--aslr", request.aslr, &parse_aslr, "off or on [default: off, and proved]");
}

void add_limits(CLI::App& sub, Options& options)
{
    auto& request = options.settings.request;
    add_parsed(sub,
               "--timeout",
               request.timeout,
               &parse_duration,
               "TIME  For one iteration [default: 1h]");
    add_parsed(sub,
               "--memory",
               request.memory,
               &Bytes::parse,
               "SIZE  Memory limit, without swap [default: none]");
    add_parsed(sub,
               "--output-limit",
               request.output,
               &Bytes::parse,
               "SIZE  Of what the command prints [default: 64M]");
    add_parsed(sub,
               "--network",
               request.network,
               &parse_network,
               "none (loopback only) or host [default: none]");
}

constexpr auto examples = R"(
Examples:
  cb watch . | cb build | cb run --cpu 3 --numa 0 --shm 4G > run.jsonl
  cb run --image index:abc123 --cpu auto:2 --repeat 5 -- ./bench --quick
  cb run --dir . --cpu 1 -- make bench          without docker, in the native sandbox
  cb run --image index:abc123 --print-argv      what docker would be told

Writes one manifest a job on standard output. docs/run.md)";

} // namespace

void add_run(CLI::App& app, Action& chosen)
{
    const auto options = std::make_shared<Options>();
    auto& settings = options->settings;
    CLI::App* const sub = app.add_subcommand(
        "run", "Run the benchmark of each job in a sandbox, pinned and measured");
    auto* const image = add_parsed(*sub,
                                   "--image",
                                   options->image,
                                   &parse_text,
                                   "IMAGE  Run this one; standard input is not read");
    add_parsed(
        *sub,
        "--dir",
        options->directory,
        &parse_text,
        "DIR  Run in this directory with the native engine; what it writes there is thrown away")
        ->excludes(image);
    add_pins(*sub, *options);
    add_limits(*sub, *options);
    add_repeated(*sub,
                 "--env",
                 settings.request.env,
                 &parse_assignment,
                 "NAME=VALUE  For the command; may be repeated");
    add_repeated(*sub,
                 "--mount",
                 settings.request.mounts,
                 &parse_text,
                 "DIR  Native engine: show this directory, too, read-only");
    add_parsed(*sub,
               "--repeat",
               settings.repeat,
               &parse_repeat,
               "N  Iterations, each in a fresh sandbox [default: 1]");
    add_source_options(*sub, options->source);
    sub->add_flag(
        "--print-argv", options->print_argv, "Print the docker commands in place of running them");
    sub->add_option("command",
                    settings.argv,
                    "The command and its arguments [default: the job's own, else make bench]");
    sub->positionals_at_end();
    sub->footer(examples);
    sub->callback([options, &chosen] { chosen = [options](Io& io) { return run(*options, io); }; });
}

} // namespace cb::cmd
