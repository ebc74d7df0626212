#include "import/import.hpp"

#include "base/text.hpp"
#include "command.hpp"
#include "json_option.hpp"
#include "manifest/stream.hpp"
#include "options.hpp"
#include "stage.hpp"
#include "target_options.hpp"

#include <fmt/format.h>

#include <memory>

namespace cb::cmd {

namespace {

struct Options {
    std::vector<std::filesystem::path> paths;
    imports::Settings settings;
    std::optional<std::string> git, conn_info, conn_info_file;
    bool reread = false;
    bool dry_run = false;
    OutputWish output = OutputWish::automatic;
};

std::optional<db::Conninfo> database_of(const Options& options)
{
    const auto text =
        options.conn_info_file ? read_conn_info(*options.conn_info_file) : options.conn_info;
    return text ? std::optional{value_or_throw(
                      db::Conninfo::parse(*text), Errc::usage, "--conn-info")}
                : std::nullopt;
}

Exit report(const imports::Summary& summary, const Options& options, Io& io)
{
    for (const auto& loss : summary.losses) {
        io.log.warning(loss);
    }
    const auto text = imports::to_text(summary);
    if (options.dry_run || audience_of(options.output, io.out) == Audience::people) {
        print(io, text);
    } else {
        io.log.info(trimmed(text));
    }
    if (summary.refused > 0) {
        return Exit::bad_input;
    }
    return summary.failed_jobs > 0 ? Exit::some_failed : Exit::done;
}

Exit run(const Options& options, Io& io)
{
    const auto database = database_of(options);
    if (options.paths.empty() && !database) {
        throw Error{Errc::usage,
                    "name a file or a directory, or a database of current-bench with --conn-info"};
    }
    std::optional<imports::CommitFacts> git;
    if (options.git) {
        git.emplace(*options.git);
    }
    auto settings = options.settings;
    if (options.reread) {
        settings.read_at = now();
    }
    const bool is_shown = audience_of(options.output, io.out) == Audience::people;
    const auto emit = [&](const Manifest& job) {
        if (!options.dry_run && !is_shown) {
            static_cast<void>(io.live.make_room()); // standard output may be the same terminal
            write_line(io.out, job);
        }
    };
    imports::Importer importer{std::move(settings), git ? &*git : nullptr, emit, io.log};
    if (database) {
        importer.add_current_bench(*database);
    }
    importer.add(options.paths);
    if (!options.dry_run && !is_shown) {
        for (const auto& alias : importer.aliases()) {
            print(io, alias.to_json() + "\n");
        }
    }
    return report(importer.summary(), options, io);
}

std::vector<Choice<imports::Format>> list_formats()
{
    std::vector<Choice<imports::Format>> choices;
    for (const auto& word : words<imports::Format>) {
        choices.push_back({word.text, word.value});
    }
    return choices;
}

Group describe_history(Options& options)
{
    return {
        "The history",
        {
            {.name = "--format",
             .value = "FORMAT",
             .sentence = "What kind of history it is: manifests, jsonl, csv, asv, "
                         "github-action-benchmark, lnt, nyrkio, logs [default: auto, by its "
                         "content]",
             .binding = choose(options.settings.format, list_formats())},
            {.name = "--conn-info",
             .value = "STR",
             .sentence = "Import the database of a current-bench, named by a libpq string or URI; "
                         "without a value, by libpq's environment (PGHOST, PGSERVICE, ...)",
             .binding = once_or_empty(options.conn_info, &parse_any),
             .excludes = {"--conn-info-file"},
             .scope = Scope::apart},
            {.name = "--conn-info-file",
             .value = "FILE",
             .sentence = "Read --conn-info from a file, so that no password is visible in ps",
             .binding = once(options.conn_info_file, &parse_text),
             .scope = Scope::apart},
            {.name = "--git",
             .value = "DIR",
             .sentence = "Complete what the history says about commits from this git repository",
             .binding = once(options.git, &parse_directory)},
        },
    };
}

Group describe_jobs(Options& options)
{
    auto& settings = options.settings;
    return {
        "The jobs",
        {
            {.name = "--repo",
             .value = "NAME",
             .sentence = "The project; of a history of many, import only this one [default: the "
                         "history's own, or that of --git]",
             .binding = once(settings.repo, &parse_text)},
            {.name = "--branch",
             .value = "NAME",
             .sentence = "The branch of commits, where the history has none",
             .binding = once(settings.branch, &parse_text)},
            {.name = "--name",
             .value = "NAME",
             .sentence = "Name the configuration of all jobs [default: the history's own, else "
                         "default]",
             .binding = once(settings.name, &parse_text)},
            {.name = "--worker",
             .value = "NAME",
             .sentence = "The machine that ran the jobs, where the history has none",
             .binding = once(settings.worker, &WorkerName::parse)},
            {.name = "--reread",
             .sentence = "Replace in the store what an earlier import read, because this cb reads "
                         "more of it",
             .binding = set(options.reread)},
            {.name = "--dry-run",
             .sentence = "Write no jobs but how many there are",
             .binding = set(options.dry_run)},
        },
    };
}

constexpr auto examples = R"(  cb import --conn-info 'host=db dbname=docker' | cb store
  cb import --git ~/src/index ~/asv/results | cb store
  cb import --repo mirage/index --branch main data.js | cb store
  cb import --repo mirage/index --git ~/src/index logs/ | cb store
  cb import --dry-run export.jsonl       what would be imported, and what would be lost
)";

} // namespace

Command describe_import()
{
    const auto options = std::make_shared<Options>();
    return {
        .name = "import",
        .purpose = "Make jobs of histories that other programs keep",
        .words = Words{.value = "PATH...",
                       .sentence = "Import these files and directories",
                       .take = each(options->paths, &parse_any).take},
        .groups = {describe_history(*options),
                   describe_jobs(*options),
                   describe_json_option(options->output)},
        .examples = examples,
        .notes = "Writes manifests to standard output, for cb store; on a terminal, how many there "
                 "are. Importing again gives the same jobs. A recipe for each kind of history:",
        .page = "import.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
