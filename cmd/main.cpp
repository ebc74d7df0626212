#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/stop.hpp"
#include "command_line.hpp"
#include "completions.hpp"
#include "console.hpp"
#include "display.hpp"
#include "help.hpp"
#include "manual.hpp"
#include "overview.hpp"
#include "variables.hpp"
#include "version.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace {

using namespace cb;
using namespace cb::cmd;

constexpr auto examples = R"(The stages are one pipeline:
  cb watch ~/src/index | cb build | cb run --cpu 3 --shm 4G | cb parse | cb store
and each works alone:
  cb run -- make bench > run.json        in this directory, without docker
  cb run --image index:abc123 --cpu auto:1 -- make bench > run.json
  cb parse < bench.log | cb store --db bench.db
  cb export --db bench.db --format csv
Start with cb doctor, which says what to do about the machine; cb tune does it.
)";

struct Globals {
    bool quiet = false;
    int verbosity = 0;
    DisplayWish display;
};

std::vector<Option> describe_globals(Globals& globals)
{
    const auto raise = [&globals](std::string_view) -> Parsed<void> {
        ++globals.verbosity;
        return {};
    };
    return {
        describe_help_option(),
        {.name = "--quiet",
         .letter = "-q",
         .sentence = "Show only errors on standard error",
         .binding = set(globals.quiet)},
        {.name = "--verbose",
         .letter = "-v",
         .sentence = "Say what is done; twice: everything",
         .binding = {.kind = Kind::counter, .take = raise}},
        {.name = "--color",
         .sentence = "Color text, warnings and errors [default: auto, on a terminal]",
         .binding = choose<ColorWish>(globals.display.color,
                                      {{"auto", ColorWish::automatic},
                                       {"always", ColorWish::always},
                                       {"never", ColorWish::never}})},
        {.name = "--ascii",
         .sentence = "Write text in ASCII [default: on a terminal whose locale has no UTF-8]",
         .binding = set(globals.display.charset, std::optional{Charset::ascii})},
        {.name = "--config",
         .value = "FILE",
         .sentence =
             "Read options from a file: one NAME=VALUE a line, [run] before those of a command",
         .binding = {.kind = Kind::config}},
        {.name = "--version",
         .sentence = "Print the version and exit",
         .binding = {.kind = Kind::version}},
    };
}

/// `program` must not move, because two of its commands refer to it.
void describe(Program& program, Globals& globals)
{
    program.name = "cb";
    program.purpose =
        "Benchmarks a project on every commit, predictably, and keeps what the benchmarks said.";
    program.version = version;
    program.options = describe_globals(globals);
    program.commands = {describe_watch(),
                        describe_build(),
                        describe_run(),
                        describe_parse(),
                        describe_store(),
                        describe_compare(),
                        describe_export(),
                        describe_import(),
                        describe_confirm(),
                        describe_bisect(),
                        describe_prune(),
                        describe_changes(),
                        describe_triage(),
                        describe_alias(),
                        describe_claims(),
                        describe_log(),
                        describe_report(),
                        describe_notify(),
                        describe_init(),
                        describe_check(),
                        describe_doctor(),
                        describe_tune(),
                        describe_completions(program),
                        describe_man(program),
                        describe_help(program)};
    program.examples = examples;
    program.page = "command-line.md";
}

/// The parent process may have closed a standard stream; the next opened file would then take its
/// place. A read-only /dev/null is empty when read and fails when written.
void hold_standard_streams()
{
    while (true) {
        Fd fd{::open("/dev/null", O_RDONLY)}; // NOLINT: inherited, like the standard streams
        if (!fd || fd.get() > STDERR_FILENO) {
            return;
        }
        static_cast<void>(fd.release());
    }
}

int print(const Program& program, const Invocation& invocation)
{
    if (invocation.wish == CommandLine::Wish::version) {
        fmt::print("{} {}\n", program.name, program.version);
    } else if (invocation.command == nullptr) {
        fmt::print("{}", describe(program, page_width()));
    } else {
        fmt::print("{}", describe(*invocation.command, page_width()));
    }
    return 0;
}

int run(const Invocation& invocation, Console& console, const DisplayWish& display)
{
    try {
        install_stop_signals();
        Io io{.log = console,
              .live = console.enable_live_line(),
              .display = display,
              .given = invocation.given};
        return static_cast<int>(invocation.command->run(io));
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
    Globals globals;
    Program program;
    describe(program, globals);
    if (argc <= 1 && is_terminal(STDOUT_FILENO)) {
        fmt::print("{}", describe_overview(program, style_of({}, STDOUT_FILENO)));
        return 0;
    }
    const auto invocation = read_command_line(program, {argv + std::min(argc, 1), argv + argc});
    if (!invocation) {
        fmt::print(stderr, "{}", invocation.error());
        return exit_code(Errc::usage);
    }
    if (invocation->wish != CommandLine::Wish::run) {
        return print(program, *invocation);
    }
    Console console;
    console.set_program(invocation->command->name);
    console.set_level(Console::level_of(globals.quiet ? -1 : globals.verbosity));
    console.set_style(style_of(globals.display, STDERR_FILENO));
    for (const auto& variable : invocation->variables) {
        console.debug(variable);
    }
    for (const auto& warning : list_unread_variables(*invocation->command)) {
        console.warning(warning);
    }
    return run(*invocation, console, globals.display);
}
