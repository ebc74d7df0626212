#include "engine/run.hpp"

#include "base/hash.hpp"
#include "command.hpp"
#include "engine/leftovers.hpp"
#include "run_options.hpp"
#include "stage.hpp"

#include <fmt/format.h>

#include <memory>
#include <unistd.h>

namespace cb::cmd {

namespace {

/// The image that stands for --image or --dir; none: jobs come on standard input.
std::optional<std::string> own_image(const RunOptions& options)
{
    return options.directory ? std::optional{"dir:" + *options.directory} : options.image;
}

/// A job that no earlier stage made. Each run of it is an attempt of its own.
Manifest own_job(const RunOptions& options, const std::string& image, Io& io)
{
    auto source = git::source_at(options.directory.value_or("."),
                                 options.source,
                                 options.directory ? "local" : image,
                                 io.log);
    Manifest job{JobId::from(random_hex(16)), std::move(source), Config{}};
    const auto engine = engine::engine_of_image(image, options.settings.engine);
    job.set(Build{.engine = engine, .image = image, .cached = true});
    return job;
}

Exit run_one(const RunOptions& options, const std::string& image, engine::RunStage& stage, Io& io)
{
    auto job = own_job(options, image, io);
    stage.run(job);
    return emit(job, io);
}

Exit print_argv(const engine::RunSettings& settings,
                const std::optional<std::string>& image,
                Io& io)
{
    std::string text;
    for (const auto& argv : engine::commands_of(settings, image.value_or("IMAGE"))) {
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
    auto settings = options.settings;
    if (options.no_wait) {
        settings.placement.patience = Duration::zero();
    }
    const auto image = own_image(options);
    if (options.sweep) {
        return sweep(io);
    }
    if (options.print_argv) {
        return print_argv(settings, image, io);
    }
    if (!image && ::isatty(io.in) != 0) {
        throw Error{Errc::usage,
                    "jobs are read from standard input, and that is a terminal; name an --image or "
                    "a --dir to run one"};
    }
    engine::RunStage stage{std::move(settings), io.log};
    if (image) {
        return run_one(options, *image, stage, io);
    }
    return run_stage(io, [&](Manifest& job) {
        io.log.info(fmt::format("running {}", name_of(job)));
        stage.run(job);
    });
}

constexpr auto examples = R"(
Examples:
  cb watch . | cb build | cb run --cpu 3 --numa 0 --shm 4G > run.jsonl
  cb run --image index:abc123 --cpu auto:2 --repeat 5 -- ./bench --quick
  cb run --dir . --cpu 1 -- make bench          without docker, in the native sandbox
  cb run --image index:abc123 --engine podman
  cb run --image index:abc123 --print-argv      what docker would be told

Writes one manifest a job on standard output. docs/run.md)";

} // namespace

void add_run(CLI::App& app, Action& chosen)
{
    const auto options = std::make_shared<RunOptions>();
    CLI::App* const sub = app.add_subcommand(
        "run", "Run the benchmark of each job in a sandbox, pinned and measured");
    add_run_options(*sub, *options);
    sub->footer(examples);
    sub->callback([options, &chosen] { chosen = [options](Io& io) { return run(*options, io); }; });
}

} // namespace cb::cmd
