#include "tuning/tune.hpp"

#include "base/fd.hpp"
#include "command.hpp"
#include "options.hpp"
#include "root_option.hpp"

#include <fmt/format.h>

#include <memory>

namespace cb::cmd {

namespace {

struct Options {
    std::string root = "/";
    std::optional<std::string> journal;
    std::optional<CpuRequest> cpus;
    bool dry_run = false;
    bool undo = false;
};

/// The CPUs of --cpu.
std::optional<CpuSet> cpus_of(const Options& options)
{
    const auto choice = choice_of(options.cpus, options.root);
    return choice ? std::optional{choice->cpus} : std::nullopt;
}

tuning::Outcome work(const Options& options, Log& log)
{
    const SysFiles files{options.root};
    if (options.dry_run) {
        return tuning::rehearse(files, cpus_of(options), log);
    }
    tuning::require_root(files);
    const auto journal = options.journal ? std::filesystem::path{*options.journal}
                                         : files.root() / "var/lib/cb/tune.journal";
    tuning::FileWriter writer{options.root};
    return options.undo ? tuning::undo(files, writer, journal, log)
                        : tuning::tune(files, cpus_of(options), writer, journal, log);
}

Exit run(const Options& options, Io& io)
{
    const auto outcome = work(options, io.log);
    std::string text;
    for (const auto& change : outcome.changed) {
        text += fmt::format("/{}: {} -> {}\n", change.knob.path(), change.from, change.to);
    }
    write_all(io.out, text, "standard output");
    return outcome.refused > 0 ? Exit::some_failed : Exit::done;
}

constexpr auto examples = R"(
Examples:
  cb tune --cpu 3 --dry-run     what would change
  sudo cb tune --cpu 3
  sudo cb tune --undo           puts back exactly what was there

Writes one line a change on standard output. docs/tune.md)";

} // namespace

void add_tune(CLI::App& app, Action& chosen)
{
    const auto options = std::make_shared<Options>();
    CLI::App* const sub =
        app.add_subcommand("tune", "Make this machine fit to benchmark on, until --undo");
    add_parsed(
        *sub,
        "--cpu",
        options->cpus,
        &CpuRequest::parse,
        "CPUS  Keep interrupts and the other threads of their cores away from these: 3, 2-3, "
        "auto:N");
    auto* const dry_run =
        sub->add_flag("--dry-run", options->dry_run, "Print what would change; needs no root");
    // Not exclusive with --cpu: CB_TUNE_CPU in the environment must not keep anybody from an undo.
    sub->add_flag("--undo", options->undo, "Put back what was there before the first cb tune")
        ->excludes(dry_run);
    add_parsed(*sub,
               "--journal",
               options->journal,
               &parse_text,
               "FILE  Where what was there is kept [default: /var/lib/cb/tune.journal]");
    add_root_option(*sub, options->root);
    sub->footer(examples);
    sub->callback([options, &chosen] { chosen = [options](Io& io) { return run(*options, io); }; });
}

} // namespace cb::cmd
