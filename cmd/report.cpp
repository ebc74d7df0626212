#include "report/report.hpp"

#include "command.hpp"
#include "options.hpp"
#include "report/keeper.hpp"
#include "selection_options.hpp"
#include "target_options.hpp"
#include "version.hpp"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>

namespace cb::cmd {

namespace {

struct Options {
    TargetOptions target;
    report::ReportRequest request;
    std::optional<std::string> directory;
    bool watch = false;
};

std::string describe(const std::filesystem::path& directory, const report::SiteCounts& counts)
{
    return fmt::format("{}: {} files, {} written, {} removed",
                       directory.native(),
                       counts.files,
                       counts.written,
                       counts.removed);
}

Exit run(const Options& options, Io& io)
{
    auto request = options.request;
    request.directory = options.directory.value_or("report");
    request.version = version;
    const auto target = target_of(options.target);
    if (options.watch) {
        report::keep_report(
            target,
            request,
            [&](const report::SiteCounts& counts) {
                if (counts.written > 0 || counts.removed > 0) {
                    io.log.notice(describe(request.directory, counts));
                }
            },
            io.log);
    }
    auto queries = store::open_queries(target);
    const auto counts = report::write_report(queries, request, io.log);
    io.log.notice(fmt::format("{}; open {}",
                              describe(request.directory, counts),
                              (request.directory / "index.html").native()));
    return Exit::done;
}

Group describe_output(Options& options)
{
    return {
        "Output",
        {
            {.name = "--output",
             .letter = "-o",
             .value = "DIR",
             .sentence = "Write the site to this directory, or bring it up to date there "
                         "[default: report]",
             .binding = once(options.directory, &parse_text)},
            {.name = "--title",
             .value = "TEXT",
             .sentence = "The title of the pages [default: Benchmarks]",
             .binding = once(options.request.title, &parse_text)},
            {.name = "--assets",
             .value = "DIR",
             .sentence = "Take the pages' own files from this directory [default: those that are "
                         "part of cb]",
             .binding = once(options.request.assets, &parse_directory)},
            {.name = "--watch",
             .sentence = "Go on until it is ended, and bring the site up to date whenever the "
                         "store has something new",
             .binding = set(options.watch)},
            {.name = "--no-cache",
             .sentence = "Read the whole history, and save nothing below XDG_CACHE_HOME",
             .binding = set(options.request.cache, verdict::UseCache::no)},
        },
    };
}

constexpr auto examples = R"(  cb report -o /srv/www/benchmarks
  cb report --repo mirage/index --since 90d -o site && xdg-open site/index.html
  cb watch src | cb build | cb run | cb parse | cb store && cb report -o site
)";

} // namespace

Command describe_report()
{
    const auto options = std::make_shared<Options>();
    return {
        .name = "report",
        .purpose = "Write a dashboard that a browser opens from a directory",
        .groups = {describe_output(*options),
                   describe_selection_options(options->request.selection),
                   describe_target_options(options->target)},
        .examples = examples,
        .notes = "The pages need neither a server nor a network. Only files that differ are "
                 "written.",
        .page = "report.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
