#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/stop.hpp"
#include "command.hpp"
#include "console.hpp"
#include "help.hpp"
#include "usage.hpp"
#include "variables.hpp"
#include "version.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <fcntl.h>
#include <memory>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace {

using namespace cb;
using namespace cb::cmd;

constexpr std::array commands{
    &add_watch, &add_build, &add_run, &add_parse, &add_store, &add_export, &add_doctor, &add_tune};

constexpr auto examples = R"(
The stages are one pipeline:
  cb watch ~/src/index | cb build | cb run --cpu 3 --shm 4G | cb parse | cb store
and each works alone:
  cb run -- make bench > run.json        in this directory, without docker
  cb run --image index:abc123 --cpu auto:1 -- make bench > run.json
  cb parse < bench.log | cb store --db bench.db
  cb export --db bench.db --format csv
Start with cb doctor, which says what to do about the machine; cb tune does it.

Exit codes: 0 done; 1 done, and some job failed; 2 the command line is wrong; 3 the input could not be
understood; 4 a service was not available, try again; 128+n on signal n. docs/exit-codes.md)";

struct Globals {
    int quiet = 0;
    int verbose = 0;
    Color color = Color::automatic;
};

void add_globals(CLI::App& app, Globals& globals)
{
    const std::map<std::string, Color> colors{
        {"auto", Color::automatic}, {"always", Color::always}, {"never", Color::never}};
    app.add_flag("-q,--quiet", globals.quiet, "Only errors on standard error");
    app.add_flag("-v,--verbose", globals.verbose, "Say what is done; twice: everything");
    app.add_option("--color", globals.color, "auto, always or never")
        ->transform(CLI::CheckedTransformer(colors).description(""));
    app.set_config(
        "--config", "", "Read options from a file: one NAME=VALUE a line, [run] for a command's");
    app.set_version_flag("--version", std::string{"cb "} + version);
}

int report_usage(const CLI::App& app, const CLI::ParseError& error)
{
    if (error.get_exit_code() == 0) {
        return app.exit(error); // --help and --version
    }
    fmt::print(stderr, "{}", describe_usage(app, error));
    return exit_code(Errc::usage);
}

/// Whoever started us may have closed a standard stream, and then the next file that is opened
/// would be it. A read-only /dev/null is empty to read and an error to write.
void hold_standard_streams()
{
    while (true) {
        Fd fd{::open("/dev/null", O_RDONLY)}; // NOLINT: inherited, as the streams are
        if (!fd || fd.get() > STDERR_FILENO) {
            return;
        }
        static_cast<void>(fd.release());
    }
}

/// The words of the command line that may be options.
std::vector<std::string> words_of(int argc, char** argv)
{
    const std::vector<std::string> words{argv, argv + argc};
    return {words.begin(), std::find(words.begin(), words.end(), "--")};
}

void add_commands(CLI::App& app, Action& chosen, const std::vector<std::string>& words)
{
    for (const auto add : commands) {
        add(app, chosen);
    }
    name_variables(app, words);
    for (auto* const command : app.get_subcommands({})) {
        command->footer(command->get_footer() + "\n" + describe_variables(*command));
        command->preparse_callback(
            [command, words](std::size_t) { name_variables(*command, words); });
    }
}

/// How many words stand after "--".
std::size_t count_after_mark(int argc, char** argv)
{
    const std::vector<std::string_view> words{argv, argv + argc};
    const auto mark = std::find(words.begin(), words.end(), "--");
    return mark == words.end() ? 0 : static_cast<std::size_t>(words.end() - mark) - 1;
}

int run_action(const Action& action, std::size_t after_mark, Console& console)
{
    try {
        install_stop_signals();
        Io io{.log = console, .after_mark = after_mark};
        return static_cast<int>(action(io));
    } catch (const Error& error) {
        console.error(error.what());
        return exit_code(error.code());
    } catch (const Interrupted& interrupted) {
        return 128 + interrupted.signal();
    } catch (const ClosedPipe&) {
        return 128 + SIGPIPE;
    } catch (const std::bad_alloc&) {
        console.error("out of memory");
    } catch (const std::exception& error) {
        console.error(error.what());
    }
    return exit_code(Errc::system);
}

} // namespace

int main(int argc, char** argv)
{
    hold_standard_streams();
    CLI::App app{
        "Benchmarks a project on every commit, predictably, and keeps what the benchmarks said."};
    Globals globals;
    Action chosen;
    app.formatter(std::make_shared<HelpFormatter>());
    app.fallthrough();
    app.require_subcommand(1);
    app.footer(examples);
    add_globals(app, globals);
    add_commands(app, chosen, words_of(argc, argv));
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return report_usage(app, error);
    }
    Console console;
    console.set_program(app.get_subcommands().front()->get_name());
    console.set_level(Console::level_of(globals.quiet > 0 ? -1 : globals.verbose));
    console.set_color(globals.color);
    warn_of_unread_variables(*app.get_subcommands().front(), console);
    return run_action(chosen, count_after_mark(argc, argv), console);
}
