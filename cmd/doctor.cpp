#include "base/fd.hpp"
#include "command.hpp"
#include "host/cpu_request.hpp"
#include "options.hpp"
#include "root_option.hpp"
#include "tuning/report.hpp"

#include <fmt/format.h>

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

Parsed<ReportFormat> parse_report_format(std::string_view text)
{
    if (text == "table") {
        return ReportFormat::table;
    }
    if (text == "json") {
        return ReportFormat::json;
    }
    return tl::unexpected{fmt::format("\"{}\" is not one of table, json", text)};
}

Exit run(const Options& options, Io& io)
{
    const auto choice = choice_of(options.cpus, options.root);
    const auto checks = tuning::diagnose(SysFiles{options.root}, choice);
    write_all(io.out,
              options.format == ReportFormat::json ? tuning::report_json(checks, choice)
                                                   : tuning::report_table(checks),
              "standard output");
    return options.strict && !tuning::is_fit(checks) ? Exit::some_failed : Exit::done;
}

constexpr auto examples = R"(
Examples:
  cb doctor
  cb doctor --cpu 3 --strict && cb run --image index:abc123 --cpu 3
  cb doctor --format json | jq '.checks[] | select(.status == "problem")'

Only reads. docs/doctor.md)";

} // namespace

void add_doctor(CLI::App& app, Action& chosen)
{
    const auto options = std::make_shared<Options>();
    CLI::App* const sub =
        app.add_subcommand("doctor", "Say whether this machine is fit to benchmark on");
    add_parsed(*sub,
               "--cpu",
               options->cpus,
               &CpuRequest::parse,
               "CPUS  That benchmarks run on: 3, 0-1, auto:N [default: any]");
    add_parsed(
        *sub, "--format", options->format, &parse_report_format, "table or json [default: table]");
    sub->add_flag("--strict", options->strict, "Exit with 1 if there is a problem or a warning");
    add_root_option(*sub, options->root);
    sub->footer(examples);
    sub->callback([options, &chosen] { chosen = [options](Io& io) { return run(*options, io); }; });
}

} // namespace cb::cmd
