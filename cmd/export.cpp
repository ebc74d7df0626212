#include "store/export.hpp"

#include "base/fd.hpp"
#include "command.hpp"
#include "display.hpp"
#include "options.hpp"
#include "selection_options.hpp"
#include "stage.hpp"
#include "store/parquet_export.hpp"
#include "target_options.hpp"
#include "terminal/stored_text.hpp"
#include "version.hpp"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>

namespace cb::cmd {

namespace {

using store::ExportFormat;

struct Options {
    TargetOptions target;
    store::SelectionRequest selection;
    std::optional<ExportFormat> format;
    OutputWish output = OutputWish::automatic;
    std::optional<std::string> parquet;
};

Exit run(const Options& options, Io& io)
{
    const auto target = target_of(options.target);
    if (is_terminal(io.out)) {
        io.live.disable(); // what is written there may end in the middle of a line
    }
    auto queries = store::open_queries(target);
    const auto selection = store::select(queries, options.selection);
    if (options.parquet) {
        const auto [files, rows] =
            store::write_parquet(target, selection, *options.parquet, version, io.log);
        io.log.info(fmt::format("{} rows in {} files", rows, files));
        return Exit::done;
    }
    if (!options.format && audience_of(options.output, io.out) == Audience::people) {
        print(io, terminal::to_latest_table(queries, selection, io.style()));
        return Exit::done;
    }
    store::write_export(
        queries,
        selection,
        options.format.value_or(ExportFormat::jsonl),
        [&](std::string_view text) { write_all(io.out, text, "standard output"); },
        io.log);
    return Exit::done;
}

constexpr auto examples = R"(  cb export --format csv > samples.csv
  cb export --conn-info 'host=db user=cb dbname=cb' | jq -c 'select(.metric == "time")'
  cb export --repo acme/index --branch main --since 90d --format benchfmt > go.txt
  cb export --parquet archive && duckdb -c "SELECT * FROM 'archive/*/*.parquet'"
  cb export --format openmetrics > cb.prom.tmp && mv cb.prom.tmp cb.prom
)";

} // namespace

Command describe_export()
{
    const auto options = std::make_shared<Options>();
    return {
        .name = "export",
        .purpose = "Write what is stored in other programs' formats",
        .groups = {describe_target_options(options->target),
                   describe_selection_options(options->selection),
                   {"Output",
                    {{.name = "--format",
                      .value = "FORMAT",
                      .sentence =
                          "jsonl, csv, manifests, benchfmt, otava, github-action-benchmark, "
                          "google-benchmark, bmf or openmetrics [default: jsonl; on a terminal, a "
                          "table of the "
                          "latest results]",
                      .binding = choose<ExportFormat>(
                          options->format,
                          {{"jsonl", ExportFormat::jsonl},
                           {"csv", ExportFormat::csv},
                           {"manifests", ExportFormat::manifests},
                           {"benchfmt", ExportFormat::benchfmt},
                           {"otava", ExportFormat::otava},
                           {"github-action-benchmark", ExportFormat::github_action_benchmark},
                           {"google-benchmark", ExportFormat::google_benchmark},
                           {"bmf", ExportFormat::bmf},
                           {"openmetrics", ExportFormat::openmetrics}})},
                     {.name = "--parquet",
                      .value = "DIR",
                      .sentence = "Write Parquet files below this directory instead, one for each "
                                  "repository and month",
                      .binding = once(options->parquet, &parse_text),
                      .excludes = {"--format"}},
                     {.name = "--json",
                      .sentence = "Write JSON lines on a terminal, too, as into a pipe or a file",
                      .binding = set(options->output, OutputWish::manifests),
                      .excludes = {"--format", "--parquet"}}}}},
        .examples = examples,
        .notes = "Writes to standard output. What a format cannot express is named on standard "
                 "error.",
        .page = "export.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
