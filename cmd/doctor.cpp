#include "base/fd.hpp"
#include "base/file.hpp"
#include "command.hpp"
#include "health/findings.hpp"
#include "options.hpp"
#include "project_file.hpp"
#include "root_option.hpp"
#include "target_options.hpp"
#include "watch/watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace cb::cmd {

namespace {

enum class ReportFormat { table, json, openmetrics };

struct Options {
    std::string root = "/";
    std::optional<host::CpuRequest> cpus;
    ReportFormat format = ReportFormat::table;
    std::optional<std::string> output;
    bool strict = false;
    bool all = false;
    TargetOptions target;
    std::vector<std::string> projects;
    Duration max_age = std::chrono::hours{24 * 7};
    Duration timeout = std::chrono::seconds{20};
};

/// The name of the project's jobs in the store.
std::optional<std::string> find_name(const ProjectFile& file)
{
    const auto place = watch::parse_place(file.repository, file.directory);
    return file.repo ? file.repo : place ? watch::name_of(*place) : std::nullopt;
}

health::Project read_project(const std::string& path)
{
    const auto file = read_project_file(path);
    health::Project project{.path = path, .faults = file.faults};
    if (!file.faults.empty()) {
        return project;
    }
    project.repository = find_name(file);
    for (const auto& configuration : file.configurations) {
        const auto& tables = configuration.config.options.by_command;
        const auto table = tables.find("build");
        const bool has_engine = table != tables.end() && table->second.contains("engine");
        const auto engine =
            has_engine ? parse_word<Engine>(table->second.at("engine").front()) : Engine{};
        project.engines.insert(has_engine && engine ? std::optional{*engine} : std::nullopt);
    }
    return project;
}

/// The files of the options; otherwise those that the timers use.
std::vector<std::string> list_projects(const Options& options)
{
    auto paths = options.projects;
    if (paths.empty()) {
        std::error_code none; // no such directory: no project
        const auto directory = std::filesystem::path{options.root} / "etc/cb";
        for (const auto& entry : std::filesystem::directory_iterator{directory, none}) {
            if (entry.path().extension() == ".toml") {
                paths.push_back(entry.path().native());
            }
        }
        std::sort(paths.begin(), paths.end());
    }
    return paths;
}

health::Checks examine(const Options& options)
{
    const health::Installation installation{
        .target = find_target(options.target),
        .projects = health::read_projects(list_projects(options), &read_project, options.timeout),
        .root = options.root,
        .max_age = options.max_age};
    return health::look_at(health::list_probes(installation), options.timeout);
}

std::string to_text(const health::Findings& findings, ReportFormat format)
{
    switch (format) {
    case ReportFormat::json:
        return health::to_json(findings);
    case ReportFormat::openmetrics:
        return health::to_openmetrics(findings);
    default:
        return health::to_table(findings);
    }
}

Exit exit_of(const health::Findings& findings, const Options& options)
{
    const auto installation = findings.installation.value_or(health::Checks{});
    const auto condition = health::condition_of(installation);
    if (condition == health::Condition::unavailable) {
        return Exit::unavailable;
    }
    const bool is_fit = tuning::is_fit(findings.machine) && tuning::is_fit(installation);
    return condition == health::Condition::wrong || (options.strict && !is_fit) ? Exit::some_failed
                                                                                : Exit::done;
}

Exit run(const Options& options, Io& io)
{
    health::Findings findings{.choice = find_cpus(options.cpus, options.root)};
    if (options.all) {
        findings.installation = examine(options);
    }
    findings.machine = tuning::diagnose(host::SysFiles{options.root}, findings.choice);
    const auto text = to_text(findings, options.format);
    if (options.output) {
        replace_file(*options.output, text);
    } else {
        write_all(io.out, text, "standard output");
    }
    return exit_of(findings, options);
}

Group describe_check_options(Options& options)
{
    return {"Options",
            {{.name = "--cpu",
              .value = "CPUS",
              .sentence = "Judge the CPUs that benchmarks run on: 3, 0-1, auto:N [default: any]",
              .binding = once(options.cpus, &host::CpuRequest::parse)},
             {.name = "--format",
              .sentence = "Write a table for a person, one JSON object, or OpenMetrics for "
                          "Prometheus [default: table]",
              .binding = choose<ReportFormat>(options.format,
                                              {{"table", ReportFormat::table},
                                               {"json", ReportFormat::json},
                                               {"openmetrics", ReportFormat::openmetrics}})},
             {.name = "--output",
              .letter = "-o",
              .value = "FILE",
              .sentence = "Replace this file at once instead of writing to standard output",
              .binding = once(options.output, &parse_text)},
             {.name = "--strict",
              .sentence = "Exit with 1 if there is a problem or a warning",
              .binding = set(options.strict)},
             describe_root_option(options.root)}};
}

Group describe_installation_options(Options& options)
{
    return {"The installation",
            {{.name = "--all",
              .sentence = "Check also the store, the engines, disks, project files and timers, and "
                          "exit with 1 or 4 if something does not work",
              .binding = set(options.all)},
             {.name = "--project",
              .value = "FILE",
              .sentence = "Check this project file, and when its jobs succeeded; repeatable "
                          "[default: /etc/cb/*.toml]",
              .binding = each(options.projects, &parse_text),
              .needs = {"--all"}},
             {.name = "--max-age",
              .value = "TIME",
              .sentence = "How old the last success of a repository may be [default: 7d]",
              .binding = once(options.max_age, &parse_duration),
              .needs = {"--all"}},
             {.name = "--timeout",
              .value = "TIME",
              .sentence = "How long each check of the installation may take; all start at once "
                          "[default: 20s]",
              .binding = once(options.timeout, &parse_duration),
              .needs = {"--all"}}}};
}

constexpr auto examples = R"(  cb doctor
  cb doctor --cpu 3 --strict && cb run --image index:abc123 --cpu 3
  cb doctor --format json | jq '.checks[] | select(.status == "problem")'
  cb doctor --all --conn-info-file /etc/cb/database
  cb doctor --all --format openmetrics -o /var/lib/prometheus/node-exporter/cb.prom
)";

} // namespace

Command describe_doctor()
{
    const auto options = std::make_shared<Options>();
    return {
        .name = "doctor",
        .purpose = "Say whether this machine is fit to benchmark on, and cb works",
        .groups = {describe_check_options(*options),
                   describe_installation_options(*options),
                   describe_target_options(options->target)},
        .examples = examples,
        .notes = "Only reads. The store matters with --all.",
        .page = "doctor.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
