#include "engine/run.hpp"

#include "base/hash.hpp"
#include "command.hpp"
#include "engine/leftovers.hpp"
#include "job_settings.hpp"
#include "options.hpp"
#include "run_options.hpp"
#include "stage.hpp"
#include "terminal/job_text.hpp"
#include "terminal/progress_text.hpp"
#include "terminal/run_text.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <memory>
#include <utility>

namespace cb::cmd {

namespace {

/// Whether standard input may carry jobs: a pipe, a file or a socket. A terminal, the /dev/null of
/// cron and systemd, and a closed descriptor do not.
bool may_carry_jobs(int input)
{
    struct stat status {};
    return ::fstat(input, &status) == 0 &&
           (S_ISFIFO(status.st_mode) || S_ISREG(status.st_mode) || S_ISSOCK(status.st_mode));
}

/// The image of the job that does not come from an earlier stage: --image, --dir, or this directory
/// if only a command was given. Nullopt: jobs come on standard input.
std::optional<std::string> own_image(const RunOptions& options, Io& io)
{
    if (options.directory || options.image) {
        return options.directory ? "dir:" + *options.directory : options.image;
    }
    if (options.settings.command.argv.empty() || may_carry_jobs(io.in)) {
        return std::nullopt;
    }
    io.log.info("no job was named: running the command in this directory, as with --dir .");
    return "dir:.";
}

/// A job that does not come from an earlier stage. Each run of it is a separate attempt.
Manifest own_job(const RunOptions& options, const std::string& image, Log& log)
{
    auto source = git::source_at(
        options.directory.value_or("."), options.source, options.image ? image : "local", log);
    Config config;
    config.command = options.settings.command.argv;
    config.name = options.config_name.value_or(config.name);
    Manifest job{JobId::from(random_hex(16)), std::move(source), std::move(config)};
    const auto engine = engine::choose_engine(image, options.settings.engine, log);
    job.set(Build{.engine = engine, .image = image, .cached = true});
    return job;
}

/// The run as a block; a job that never ran, in a line.
std::string describe(const Manifest& job, const TextStyle& style)
{
    if (job.run()) {
        return terminal::to_run_block(job, style);
    }
    return job.failure() ? terminal::to_failure_line(job, style)
                         : terminal::to_job_line(job, style);
}

/// Shows each iteration in the line of progress; of very many only every hundredth, because the
/// median takes time in proportion to all of them. `io` and `progress` must outlive the result.
engine::OnProgress show_iterations(Io& io, const StageProgress& progress)
{
    if (!io.live.is_enabled()) {
        return {};
    }
    return [&io, &progress](const engine::RunProgress& run) {
        constexpr unsigned many = 1000;
        constexpr unsigned step = 100;
        if (run.number > many && run.number % step != 0) {
            return;
        }
        const auto& name = progress.job_name();
        io.live.change([start = name.empty() ? name : name + "  ",
                        state = terminal::find_state(run)](Duration elapsed) {
            return start + terminal::to_progress_line(state, elapsed);
        });
    };
}

engine::RunSettings settings_of(const RunOptions& options)
{
    auto settings = options.settings;
    if (options.no_wait) {
        settings.placement.patience = Duration::zero();
    }
    return settings;
}

Exit run_jobs(const RunOptions& options, const std::optional<std::string>& image, Io& io)
{
    StageProgress progress{"running", io};
    const auto make = [&, argv = options.settings.command.argv](const RunOptions& some) {
        auto settings = settings_of(some);
        settings.command.argv = argv; // words are no option
        settings.on_progress = show_iterations(io, progress);
        return settings;
    };
    JobSettings<RunOptions, engine::RunSettings> settings{
        Stage::run, &describe_run_options, options, io.given, make};
    engine::RunStage stage{io.log};
    const JobOutput output{
        options.output, [&io](const Manifest& job) { return describe(job, io.style()); }, io};
    const auto work = [&](Manifest& job) {
        // First, so that a job that fails, or has failed, is reported under this configuration.
        job.reconfigure(options.settings.command.argv, options.config_name);
        settings.work(job, [&](const auto& its) { stage.run(job, its); });
        const bool is_silent = output.audience() == Audience::programs;
        if (is_silent && job.status() == Status::ok && job.run()) {
            io.log.info(terminal::summarize(job));
        }
    };
    if (!image) {
        return run_stage(io, progress, output, work);
    }
    auto job = own_job(options, *image, io.log);
    io.live.show([](Duration) { return std::string{"starting"}; });
    work(job);
    io.live.clear();
    return emit(job, output, io);
}

Exit print_argv(const engine::RunSettings& settings,
                const std::optional<std::string>& image,
                Io& io)
{
    std::string text;
    for (const auto& argv : engine::list_commands(settings, image.value_or("IMAGE"), io.log)) {
        text += shell_quoted(argv) + "\n";
    }
    write_all(io.out, text, "standard output");
    return Exit::done;
}

Exit sweep(Io& io)
{
    for (const auto& removed : engine::sweep_all()) {
        io.log.warning("removed " + removed);
    }
    return Exit::done;
}

Exit run(const RunOptions& options, Io& io)
{
    if (options.sweep) {
        return sweep(io);
    }
    if (options.print_argv) {
        return print_argv(settings_of(options), options.image, io);
    }
    const auto image = own_image(options, io);
    if (!image && is_terminal(io.in)) {
        throw Error{Errc::usage,
                    "jobs are read from standard input, and that is a terminal; write `cb run -- "
                    "COMMAND` to run one here, or name an --image or a --dir"};
    }
    return run_jobs(options, image, io);
}

constexpr auto examples = R"(  cb watch . | cb build | cb run --cpu 3 --numa 0 --shm 4G > run.jsonl
  cb run --image index:abc123 --cpu auto:2 --repeat 5 -- ./bench --quick
  cb run -- make bench                          in this directory, in the native sandbox
  cb run --dir ~/src/index --cpu 1 -- make bench
  cb run --image index:abc123 --engine podman
  cb run --image index:abc123 --print-argv      what docker would be told
)";

} // namespace

Command describe_run()
{
    const auto options = std::make_shared<RunOptions>();
    return {
        .name = "run",
        .purpose = "Run the benchmark of each job in a sandbox, pinned and measured",
        .words = Words{.value = "COMMAND...",
                       .sentence = "Run this command with its arguments [default: the job's own, "
                                   "else that of the project's Dockerfile, else make bench]",
                       .take = each(options->settings.command.argv, &parse_any).take,
                       .place = Words::Place::last},
        .groups = describe_run_options(*options),
        .examples = examples,
        .notes = "Writes one manifest a job to standard output; on a terminal, what was measured.",
        .page = "run.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
