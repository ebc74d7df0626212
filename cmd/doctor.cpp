#include "base/fd.hpp"
#include "command.hpp"
#include "host/cpu_request.hpp"
#include "root_option.hpp"
#include "tuning/report.hpp"

#include <memory>

namespace cb::cmd {

namespace {

enum class ReportFormat { table, json };

struct Options {
    std::string root = "/";
    std::optional<CpuRequest> cpus;
    ReportFormat format = ReportFormat::table;
    bool strict = false;
};

Exit run(const Options& options, Io& io)
{
    const auto choice = find_cpus(options.cpus, options.root);
    const auto checks = tuning::diagnose(SysFiles{options.root}, choice);
    write_all(io.out,
              options.format == ReportFormat::json ? tuning::report_json(checks, choice)
                                                   : tuning::report_table(checks),
              "standard output");
    return options.strict && !tuning::is_fit(checks) ? Exit::some_failed : Exit::done;
}

constexpr auto examples = R"(  cb doctor
  cb doctor --cpu 3 --strict && cb run --image index:abc123 --cpu 3
  cb doctor --format json | jq '.checks[] | select(.status == "problem")'
)";

} // namespace

Command describe_doctor()
{
    const auto options = std::make_shared<Options>();
    return {
        .name = "doctor",
        .purpose = "Say whether this machine is fit to benchmark on",
        .groups = {{"Options",
                    {{.name = "--cpu",
                      .value = "CPUS",
                      .sentence = "Judge the CPUs that benchmarks run on: 3, 0-1, auto:N "
                                  "[default: any]",
                      .binding = once(options->cpus, &CpuRequest::parse)},
                     {.name = "--format",
                      .sentence = "Write a table for a person or one JSON object [default: table]",
                      .binding = choose<ReportFormat>(
                          options->format,
                          {{"table", ReportFormat::table}, {"json", ReportFormat::json}})},
                     {.name = "--strict",
                      .sentence = "Exit with 1 if there is a problem or a warning",
                      .binding = set(options->strict)},
                     describe_root_option(options->root)}}},
        .examples = examples,
        .notes = "Only reads.",
        .page = "doctor.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
