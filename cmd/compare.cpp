#include "base/fd.hpp"
#include "command.hpp"
#include "options.hpp"
#include "parse/format.hpp"
#include "target_options.hpp"
#include "verdict/comparison_output.hpp"
#include "verdict/comparison_request.hpp"

#include <memory>

namespace cb::cmd {

namespace {

enum class ReportFormat { text, markdown, csv, jsonl };

struct Options {
    TargetOptions target;
    verdict::ComparisonRequest request;
    verdict::TableOptions table;
    ReportFormat format = ReportFormat::text;
    std::optional<double> fail_on;        ///< the least relative change of a regression that fails
    std::optional<double> unstable_above; ///< default: what `fail_on` asks for
};

std::string to_output(const verdict::ComparisonReport& report, const Options& options, const Io& io)
{
    auto table = options.table;
    table.style = io.style();
    switch (options.format) {
    case ReportFormat::text:
        break;
    case ReportFormat::markdown:
        return verdict::to_markdown(report, table);
    case ReportFormat::csv:
        return verdict::to_csv(report);
    case ReportFormat::jsonl:
        return verdict::to_jsonl(report);
    }
    return verdict::to_text(report, table);
}

Exit run(const Options& options, Io& io)
{
    const auto open = [&] { return store::open_queries(target_of(options.target)); };
    auto request = options.request;
    const auto sought = options.fail_on && *options.fail_on > 0 ? options.fail_on : std::nullopt;
    request.options.unstable_above =
        options.unstable_above.value_or(sought.value_or(request.options.unstable_above));
    const auto report = verdict::compare_sides(request, open, io.in, io.log);
    write_all(io.out, to_output(report, options, io), "standard output");
    const bool is_failed = options.fail_on && verdict::has_regression(report, *options.fail_on);
    return is_failed ? Exit::some_failed : Exit::done;
}

Group describe_selection(verdict::ComparisonRequest& request)
{
    return {"What is compared",
            {
                {.name = "--repo",
                 .value = "NAME",
                 .sentence = "The repository of the commits [default: the only one of the store]",
                 .binding = once(request.repository, &parse_text)},
                {.name = "--benchmark",
                 .value = "GLOB",
                 .sentence = "Only benchmarks whose names match",
                 .binding = once(request.series.benchmark, &parse_any)},
                {.name = "--test",
                 .value = "GLOB",
                 .sentence = "Only tests whose names match",
                 .binding = once(request.series.test, &parse_any)},
                {.name = "--metric",
                 .value = "GLOB",
                 .sentence = "Only metrics whose names match",
                 .binding = once(request.series.metric, &parse_any)},
                {.name = "--worker",
                 .value = "NAME",
                 .sentence = "Only stored jobs of this worker",
                 .binding = once(request.worker, &parse_text)},
                {.name = "--input-format",
                 .value = "NAME",
                 .sentence = "Read files as this format of cb parse [default: auto]",
                 .binding = once(request.format, &parse::parse_format)},
            }};
}

Group describe_judgement(Options& options)
{
    return {"How it is judged",
            {
                {.name = "--threshold",
                 .value = "PERCENT",
                 .sentence = "Ignore changes below this [default: 1%]",
                 .binding = once(options.request.options.threshold, &verdict::parse_percentage)},
                {.name = "--unstable",
                 .value = "PERCENT",
                 .sentence = "Call a series unstable if its noise could hide a larger change than "
                             "this [default: that of --fail-on, else 5%]",
                 .binding = once(options.unstable_above, &verdict::parse_percentage)},
                {.name = "--across-hosts",
                 .sentence = "Compare also results of different workers, hosts or configurations",
                 .binding = set(options.request.options.hosts, verdict::Hosts::any)},
                {.name = "--fail-on",
                 .value = "regression[:PERCENT]",
                 .sentence = "Exit with 1 if a series is slower, at least by this much",
                 .binding = once(options.fail_on, &verdict::parse_fail_on)},
            }};
}

Group describe_output(Options& options)
{
    return {"Output",
            {
                {.name = "--format",
                 .sentence = "Write text, Markdown for a pull request, CSV, or JSON lines "
                             "[default: text]",
                 .binding = choose<ReportFormat>(options.format,
                                                 {{"text", ReportFormat::text},
                                                  {"markdown", ReportFormat::markdown},
                                                  {"csv", ReportFormat::csv},
                                                  {"jsonl", ReportFormat::jsonl}})},
                {.name = "--all",
                 .sentence = "Show the unchanged and the unstable series, too",
                 .binding = set(options.table.rows, verdict::Rows::all)},
                {.name = "--visible",
                 .sentence = "Show the smallest change that would be visible in each series",
                 .binding = set(options.table.visible, verdict::Visible::shown)},
            }};
}

constexpr auto examples =
    R"(  cb compare HEAD                              with its nearest ancestor that has results
  cb compare v1.2 main --fail-on regression:5%
  cb compare HEAD~3..HEAD --format markdown
  cb compare old.txt new.txt                   what benchmarks printed, or manifests
  make bench | cb compare old.txt -
)";

} // namespace

Command describe_compare()
{
    using SideKind = verdict::SideName::Kind;
    const auto options = std::make_shared<Options>();
    const auto take = [options](SideKind kind) {
        return [options, kind](std::string_view text) -> Parsed<void> {
            options->request.sides.push_back({std::string{text}, kind});
            return {};
        };
    };
    return {
        .name = "compare",
        .purpose = "Say what became slower or faster between two commits or files",
        .words = Words{.value = "A [B]",
                       .sentence = "The base and the candidate: commits, branches, tags, A..B, "
                                   "files, or - for standard input; a commit alone is compared "
                                   "with its nearest ancestor that has results",
                       .take = take(SideKind::any)},
        .words_after_mark = Words{.value = "FILE...",
                                  .sentence = "Files, even if their names look like commits",
                                  .take = take(SideKind::file)},
        .groups = {describe_selection(options->request),
                   describe_judgement(*options),
                   describe_output(*options),
                   describe_target_options(options->target)},
        .examples = examples,
        .notes = "A name of an existing file is a file, otherwise a commit of the store.",
        .page = "compare.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
