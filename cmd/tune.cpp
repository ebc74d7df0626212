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
    std::optional<host::CpuRequest> cpus;
    bool dry_run = false;
    bool undo = false;
};

/// The CPUs of --cpu.
std::optional<CpuSet> cpus_of(const Options& options)
{
    const auto choice = find_cpus(options.cpus, options.root);
    return choice ? std::optional{choice->cpus} : std::nullopt;
}

tuning::Outcome work(const Options& options, Log& log)
{
    const host::SysFiles files{options.root};
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

constexpr auto examples = R"(  cb tune --cpu 3 --dry-run     what would change
  sudo cb tune --cpu 3
  sudo cb tune --undo           puts back exactly what was there
)";

} // namespace

Command describe_tune()
{
    const auto options = std::make_shared<Options>();
    // --undo does not exclude --cpu, so that CB_TUNE_CPU cannot prevent an undo.
    return {
        .name = "tune",
        .purpose = "Make this machine fit to benchmark on, until --undo",
        .groups =
            {{"Options",
              {{.name = "--cpu",
                .value = "CPUS",
                .sentence = "Keep interrupts and the other threads of their cores away from "
                            "these CPUs: 3, 2-3, auto:N",
                .binding = once(options->cpus, &host::CpuRequest::parse)},
               {.name = "--dry-run",
                .sentence = "Print what would change; needs no root",
                .binding = set(options->dry_run)},
               {.name = "--undo",
                .sentence = "Put back what was there before the first cb tune",
                .binding = set(options->undo),
                .excludes = {"--dry-run"}},
               {.name = "--journal",
                .value = "FILE",
                .sentence =
                    "Record the previous settings in FILE [default: /var/lib/cb/tune.journal]",
                .binding = once(options->journal, &parse_text)},
               describe_root_option(options->root)}}},
        .examples = examples,
        .notes = "Writes one line a change to standard output.",
        .page = "tune.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
