#include "run_options.hpp"

#include "manifest/words.hpp"
#include "network_option.hpp"
#include "options.hpp"

#include <fmt/format.h>

namespace cb::cmd {

namespace {

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

template <unsigned least> Parsed<unsigned> parse_times(std::string_view text)
{
    constexpr unsigned most = 100'000;
    return parse_count(text, least, most).map([](std::uint64_t count) {
        return static_cast<unsigned>(count);
    });
}

Parsed<std::uint64_t> parse_limit(std::string_view text)
{
    constexpr std::uint64_t most = 4'194'304; // PID_MAX_LIMIT, and more descriptors than that
    return parse_count(text, 1, most);
}

/// What is printed goes into a line of JSON, where a byte can take six ("\u0001"), and no stage
/// reads a longer line than ManifestReader's limit: such a job would be lost.
Parsed<Bytes> parse_output_limit(std::string_view text)
{
    constexpr Bytes most{160U << 20U};
    auto size = Bytes::parse(text);
    if (size && most < *size) {
        return tl::unexpected{fmt::format(
            "{} is more than a manifest can hold, {}", size->to_string(), most.to_string())};
    }
    return size;
}

/// As docker's: one word, or empty for no entrypoint.
Parsed<std::vector<std::string>> parse_entrypoint(std::string_view text)
{
    return text.empty() ? std::vector<std::string>{} : std::vector{std::string{text}};
}

void add_what(CLI::App& sub, RunOptions& options)
{
    auto* const image = add_parsed(sub,
                                   "--image",
                                   options.image,
                                   &parse_text,
                                   "IMAGE  Run this one; standard input is not read");
    add_parsed(
        sub,
        "--dir",
        options.directory,
        &parse_directory,
        "DIR  Run in this directory with the native engine; what it writes there is thrown away")
        ->excludes(image);
    add_parsed(sub,
               "--engine",
               options.settings.engine,
               &parse_word<Engine>,
               "docker or podman, for --image [default: docker if its daemon answers, else "
               "podman]. A job on standard input is run by the engine that built it");
    add_parsed(sub,
               "--entrypoint",
               options.settings.command.entrypoint,
               &parse_entrypoint,
               "WORD  Instead of the image's entrypoint; '' for no entrypoint");
}

void add_schedule(CLI::App& sub, RunOptions& options)
{
    auto& schedule = options.settings.schedule;
    auto* const repeat =
        add_parsed(sub,
                   "--repeat",
                   schedule.repeat,
                   &parse_times<1>,
                   "N  Iterations, each in a fresh sandbox [default: 1; with --against: 10]");
    auto* const until =
        add_parsed(sub,
                   "--until",
                   schedule.until,
                   &stats::StoppingRule::parse,
                   "RULE  Repeat until the median is known: ci=1%,max=10m; docs/run.md")
            ->excludes(repeat);
    add_parsed(sub,
               "--warmup",
               schedule.warmup,
               &parse_times<0>,
               "N  Iterations before those, which are not kept [default: 0]");
    add_parsed(sub,
               "--against",
               options.settings.against,
               &parse_text,
               "IMAGE  Run this one, too, in turns, and compare wall times")
        ->excludes(until);
}

void add_fitness(CLI::App& sub, RunOptions& options)
{
    auto& thresholds = options.settings.request.fitness;
    add_each(
        sub,
        "--fitness",
        [&thresholds](std::string_view assignment) { return thresholds.set(assignment); },
        "NAME=VALUE  What speaks against a run, such as cpu_steal=0.02; docs/fitness.md");
    add_parsed(sub,
               "--retry-suspect",
               options.settings.schedule.retries,
               &parse_times<0>,
               "N  Do up to N iterations again that the machine was not quiet for [default: 0]");
    sub.add_flag_callback(
        "--strict",
        [&options] { options.settings.on_invalid = engine::OnInvalid::fail; },
        "Fail a run whose figures are not what was asked for");
}

void add_pins(CLI::App& sub, RunOptions& options)
{
    auto& request = options.settings.request;
    auto& placement = options.settings.placement;
    add_parsed(sub,
               "--cpu",
               placement.cpus,
               &CpuRequest::parse,
               "CPUS  3, 0-1, 0,2, auto or auto:N [default: not pinned]");
    add_parsed(sub,
               "--numa",
               placement.nodes,
               &NumaRequest::parse,
               "NODES  Memory nodes: auto, 0, 0-1 [default: those of the CPUs]");
    add_parsed(sub,
               "--shm",
               request.shm,
               &parse_memory_size,
               "SIZE  Of the tmpfs on /dev/shm [default: 64M]");
    add_parsed(sub, "--aslr", request.aslr, &parse_aslr, "off or on [default: off, and proved]");
    auto* const wait =
        add_parsed(sub,
                   "--wait",
                   placement.patience,
                   &parse_duration,
                   "TIME  How long to wait for cores that other runs use [default: 1d]");
    sub.add_flag("--no-wait", options.no_wait, "Give up at once when they are in use")
        ->excludes(wait);
}

void add_limits(CLI::App& sub, engine::Request& request)
{
    add_parsed(sub,
               "--timeout",
               request.timeout,
               &parse_duration,
               "TIME  For one iteration [default: 1h]");
    add_parsed(sub,
               "--cpu-time",
               request.cpu_time,
               &parse_duration,
               "TIME  Processor time of one iteration [default: no limit]");
    add_parsed(sub,
               "--memory",
               request.memory,
               &parse_memory_size,
               "SIZE  Memory, /dev/shm included, without swap [default: 3/4 of the machine's]");
    add_parsed(sub,
               "--processes",
               request.processes,
               &parse_limit,
               "N  Processes and threads at a time [default: 4096]");
    add_parsed(sub,
               "--open-files",
               request.open_files,
               &parse_limit,
               "N  Descriptors of a process [default: what the engine gives]");
    add_parsed(sub,
               "--output-limit",
               request.output,
               &parse_output_limit,
               "SIZE  Of what the command prints [default: 64M]");
    add_parsed(sub,
               "--disk",
               request.disk,
               &Bytes::parse,
               "SIZE  Of what it writes to disk [default: 10G]");
    add_parsed(sub,
               "--network",
               request.network,
               &parse_network,
               "none (loopback only) or host [default: none]");
}

void add_surroundings(CLI::App& sub, engine::Request& request)
{
    add_repeated(sub,
                 "--env",
                 request.env,
                 &parse_assignment,
                 "NAME=VALUE  For the command; may be repeated");
    add_repeated(sub,
                 "--mount",
                 request.mounts,
                 &parse_text,
                 "DIR  Show this directory of the machine, read-only; may be repeated");
    add_repeated(sub,
                 "--results",
                 request.results,
                 &parse_text,
                 "FILE  Take results from this file that the command writes; may be repeated");
}

} // namespace

void add_run_options(CLI::App& sub, RunOptions& options)
{
    add_what(sub, options);
    add_schedule(sub, options);
    add_pins(sub, options);
    add_fitness(sub, options);
    add_limits(sub, options.settings.request);
    add_surroundings(sub, options.settings.request);
    add_source_options(sub, options.source);
    add_config_name(sub, options.settings.config_name);
    add_parsed(sub,
               "--worker",
               options.settings.worker,
               &WorkerName::parse,
               "NAME  What to call the machine that runs the jobs [default: its host name]");
    sub.add_flag(
        "--print-argv", options.print_argv, "Print the engine's commands instead of running them");
    sub.add_flag(
        "--sweep", options.sweep, "Remove what killed runs and builds left here, and run nothing");
    sub.add_option("command",
                   options.settings.command.argv,
                   "The command and its arguments [default: the job's own, else that of the "
                   "project's Dockerfile, else make bench]");
    sub.positionals_at_end();
}

} // namespace cb::cmd
