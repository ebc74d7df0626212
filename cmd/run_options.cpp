#include "run_options.hpp"

#include "json_option.hpp"
#include "manifest/words.hpp"
#include "network_option.hpp"
#include "options.hpp"

#include <fmt/format.h>

namespace cb::cmd {

namespace {

template <unsigned min_times> Parsed<unsigned> parse_times(std::string_view text)
{
    constexpr unsigned max_times = 100'000;
    return parse_count(text, min_times, max_times).map([](std::uint64_t count) {
        return static_cast<unsigned>(count);
    });
}

Parsed<std::uint64_t> parse_limit(std::string_view text)
{
    // PID_MAX_LIMIT, and more than the limit of descriptors
    constexpr std::uint64_t max_processes = 4'194'304;
    return parse_count(text, 1, max_processes);
}

/// Output goes into a line of JSON, where a byte can take six ("\u0001"). No stage reads a line
/// longer than ManifestReader's limit, so such a job would be lost.
Parsed<Bytes> parse_output_limit(std::string_view text)
{
    constexpr Bytes max_size{160U << 20U};
    auto size = Bytes::parse(text);
    if (size && max_size < *size) {
        return tl::unexpected{fmt::format(
            "{} is more than a manifest can hold, {}", size->to_string(), max_size.to_string())};
    }
    return size;
}

/// Like docker's: one word, or empty for no entrypoint.
Parsed<std::vector<std::string>> parse_entrypoint(std::string_view text)
{
    return text.empty() ? std::vector<std::string>{} : std::vector{std::string{text}};
}

Group describe_target(RunOptions& options)
{
    auto& command = options.settings.command;
    return {
        "What is run",
        {
            {.name = "--image",
             .value = "IMAGE",
             .sentence = "Run this image; standard input is not read",
             .binding = once(options.image, &parse_text),
             .no_key = "the image is the one that cb build made"},
            {.name = "--dir",
             .value = "DIR",
             .sentence = "Run in this directory with the native engine; what it writes there is "
                         "thrown away",
             .binding = once(options.directory, &parse_directory),
             .excludes = {"--image"},
             .no_key = "the tree is the one that cb build made"},
            {.name = "--engine",
             .value = "docker|podman",
             .sentence = "Run --image with this engine; a job from standard input is run by the "
                         "engine that built it [default: docker if its daemon answers, else "
                         "podman]",
             .binding = once(options.settings.engine, &parse_word<Engine>),
             .no_key = "the engine that built a job runs it; set it for build"},
            {.name = "--entrypoint",
             .value = "WORD",
             .sentence = "Replace the image's entrypoint; '' for no entrypoint",
             .binding = once(command.entrypoint, &parse_entrypoint)},
            {.name = "--env",
             .value = "NAME=VALUE",
             .sentence = "Set a variable of the command; may be repeated",
             .binding = each(options.settings.request.env, &parse_assignment)},
            {.name = "--mount",
             .value = "DIR",
             .sentence = "Show this directory of the machine, read-only; may be repeated",
             .binding = each(options.settings.request.mounts, &parse_text)},
            {.name = "--results",
             .value = "PATH",
             .sentence = "Take results from this file that the command writes; may be repeated",
             .binding = each(options.settings.request.results, &parse_text)},
        },
    };
}

Group describe_schedule(RunOptions& options)
{
    auto& schedule = options.settings.schedule;
    return {
        "How often",
        {
            {.name = "--repeat",
             .value = "N",
             .sentence = "Run N times, each in a fresh sandbox [default: 1; with --against: 10]",
             .binding = once(schedule.repeat, &parse_times<1>)},
            {.name = "--until",
             .value = "RULE",
             .sentence = "Repeat until the median is known: ci=1%,max=10m; docs/run.md",
             .binding = once(schedule.until, &stats::StoppingRule::parse),
             .excludes = {"--repeat"}},
            {.name = "--warmup",
             .value = "N",
             .sentence = "Run N times first, and discard the figures [default: 0]",
             .binding = once(schedule.warmup, &parse_times<0>)},
            {.name = "--against",
             .value = "IMAGE",
             .sentence = "Run this image, too, in turns, and compare wall times",
             .binding = once(options.settings.against, &parse_text),
             .excludes = {"--until"},
             .no_key =
                 "each job would be compared with this one image; cb confirm compares commits"},
        },
    };
}

Group describe_pins(RunOptions& options)
{
    auto& request = options.settings.request;
    auto& placement = options.settings.placement;
    return {
        "Where it runs",
        {
            {.name = "--cpu",
             .value = "CPUS",
             .sentence = "Pin the run to CPUs: 3, 0-1, 0,2, auto or auto:N [default: not pinned]",
             .binding = once(placement.cpus, &host::CpuRequest::parse)},
            {.name = "--numa",
             .value = "NODES",
             .sentence = "Use these memory nodes: auto, 0, 0-1 [default: those of the CPUs]",
             .binding = once(placement.nodes, &host::NumaRequest::parse)},
            {.name = "--shm",
             .value = "SIZE",
             .sentence = "Mount a tmpfs of this size on /dev/shm [default: 64M]",
             .binding = once(request.shm, &parse_memory_size)},
            {.name = "--aslr",
             .sentence = "Randomize the address space, or do not [default: off, and proved]",
             .binding = choose<engine::AslrMode>(
                 request.aslr, {{"off", engine::AslrMode::off}, {"on", engine::AslrMode::on}})},
            {.name = "--wait",
             .value = "TIME",
             .sentence = "Wait at most TIME for cores that other runs use [default: 1d]",
             .binding = once(placement.patience, &parse_duration)},
            {.name = "--no-wait",
             .sentence = "Give up at once when they are in use",
             .binding = set(options.no_wait),
             .excludes = {"--wait"}},
        },
    };
}

Group describe_fitness(RunOptions& options)
{
    auto& thresholds = options.settings.request.fitness;
    return {
        "Which figures are believed",
        {
            {.name = "--fitness",
             .value = "NAME=VALUE",
             .sentence = "Set a threshold above which a run is suspect, such as cpu_steal=0.02; "
                         "docs/fitness.md; may be repeated",
             .binding =
                 each([&thresholds](std::string_view text) { return thresholds.set(text); })},
            {.name = "--retry-suspect",
             .value = "N",
             .sentence = "Repeat at most N iterations during which the machine was not quiet "
                         "[default: 0]",
             .binding = once(options.settings.schedule.retries, &parse_times<0>)},
            {.name = "--strict",
             .sentence = "Fail a run whose figures are not what was asked for",
             .binding = set(options.settings.on_invalid, engine::OnInvalid::fail)},
        },
    };
}

Group describe_limits(engine::Request& request)
{
    return {
        "Limits",
        {
            {.name = "--timeout",
             .value = "TIME",
             .sentence = "Stop an iteration that takes longer than TIME [default: 1h]",
             .binding = once(request.timeout, &parse_duration)},
            {.name = "--cpu-time",
             .value = "TIME",
             .sentence = "Limit the processor time of one iteration [default: no limit]",
             .binding = once(request.cpu_time, &parse_duration)},
            {.name = "--memory",
             .value = "SIZE",
             .sentence =
                 "Limit the memory to SIZE, /dev/shm included, without swap [default: 3/4 of the "
                 "machine's]",
             .binding = once(request.memory, &parse_memory_size)},
            {.name = "--processes",
             .value = "N",
             .sentence = "Allow at most N processes and threads at a time [default: 4096]",
             .binding = once(request.processes, &parse_limit)},
            {.name = "--open-files",
             .value = "N",
             .sentence = "Allow a process at most N descriptors [default: what the engine gives]",
             .binding = once(request.open_files, &parse_limit)},
            {.name = "--output-limit",
             .value = "SIZE",
             .sentence = "Limit what the command prints [default: 64M]",
             .binding = once(request.output, &parse_output_limit)},
            {.name = "--disk",
             .value = "SIZE",
             .sentence = "Limit what the command writes to disk [default: 10G]",
             .binding = once(request.disk, &Bytes::parse)},
            {.name = "--network",
             .sentence = "Give the command only a loopback interface, or the host's network "
                         "[default: none]",
             .binding = choose_network(request.network)},
        },
    };
}

Group describe_other_work(RunOptions& options)
{
    return {
        "Instead of a run",
        {
            {.name = "--print-argv",
             .sentence = "Print the engine's commands and run nothing",
             .binding = set(options.print_argv),
             .no_key = "it is for a command that runs nothing"},
            {.name = "--sweep",
             .sentence = "Remove what killed runs and builds left here, and run nothing",
             .binding = set(options.sweep),
             .no_key = "it is for a command that runs nothing"},
        },
    };
}

} // namespace

std::vector<Group> describe_run_options(RunOptions& options)
{
    auto source = describe_source_options(options.source, options.config_name);
    source.options.push_back({.name = "--worker",
                              .value = "NAME",
                              .sentence = "Name the machine that runs the jobs [default: its host "
                                          "name]",
                              .binding = once(options.settings.worker, &WorkerName::parse),
                              .no_key = "the name is that of the machine; the key worker of a "
                                        "configuration names the one that it is for"});
    return {describe_target(options),
            describe_pins(options),
            describe_schedule(options),
            describe_fitness(options),
            describe_limits(options.settings.request),
            source,
            describe_json_option(options.output),
            describe_other_work(options)};
}

} // namespace cb::cmd
