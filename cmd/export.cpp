#include "store/export.hpp"

#include "base/fd.hpp"
#include "command.hpp"
#include "options.hpp"
#include "target_options.hpp"

#include <fmt/format.h>

#include <memory>

namespace cb::cmd {

namespace {

enum class ExportFormat { jsonl, csv };

struct Options {
    TargetOptions target;
    ExportFormat format = ExportFormat::jsonl;
};

Parsed<ExportFormat> parse_export_format(std::string_view text)
{
    if (text == "jsonl") {
        return ExportFormat::jsonl;
    }
    if (text == "csv") {
        return ExportFormat::csv;
    }
    return tl::unexpected{fmt::format("\"{}\" is not one of jsonl, csv", text)};
}

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

constexpr auto examples = R"(
Examples:
  cb export --format csv > samples.csv
  cb export --conn-info 'host=db user=cb dbname=cb' | jq -c 'select(.metric == "time")'

Writes every sample of the store on standard output. docs/export.md)";

} // namespace

void add_export(CLI::App& app, Action& chosen)
{
    const auto options = std::make_shared<Options>();
    CLI::App* const sub =
        app.add_subcommand("export", "Write every sample of the store, one a line");
    add_target_options(*sub, options->target);
    add_parsed(
        *sub, "--format", options->format, &parse_export_format, "jsonl or csv [default: jsonl]");
    sub->footer(examples);
    sub->callback([options, &chosen] { chosen = [options](Io& io) { return run(*options, io); }; });
}

} // namespace cb::cmd
