#include "store/export.hpp"

#include "base/fd.hpp"
#include "command.hpp"
#include "target_options.hpp"

#include <memory>

namespace cb::cmd {

namespace {

enum class ExportFormat { jsonl, csv };

struct Options {
    TargetOptions target;
    ExportFormat format = ExportFormat::jsonl;
};

Exit run(const Options& options, Io& io)
{
    const auto store = store::open(target_of(options.target), store::Access::read);
    const auto sink = [&](std::string_view text) { write_all(io.out, text, "standard output"); };
    if (options.format == ExportFormat::csv) {
        store::write_csv(*store, sink);
    } else {
        store::write_jsonl(*store, sink);
    }
    return Exit::done;
}

constexpr auto examples = R"(  cb export --format csv > samples.csv
  cb export --conn-info 'host=db user=cb dbname=cb' | jq -c 'select(.metric == "time")'
)";

} // namespace

Command describe_export()
{
    const auto options = std::make_shared<Options>();
    return {
        .name = "export",
        .purpose = "Write every sample of the store, one a line",
        .groups = {describe_target_options(options->target),
                   {"Output",
                    {{.name = "--format",
                      .sentence = "Write JSON lines or CSV [default: jsonl]",
                      .binding = choose<ExportFormat>(
                          options->format,
                          {{"jsonl", ExportFormat::jsonl}, {"csv", ExportFormat::csv}})}}}},
        .examples = examples,
        .notes = "Writes every sample of the store to standard output.",
        .page = "export.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
