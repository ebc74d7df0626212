#include "base/fd.hpp"
#include "base/file.hpp"
#include "manual.hpp"
#include "options.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>

namespace cb::cmd {

namespace {

struct Options {
    std::string command; ///< empty: cb itself
    std::optional<std::string> all;
    bool table = false;
};

void write_manuals(const Program& program, const std::filesystem::path& directory)
{
    replace_file(directory / "cb.1", render_manual(program, nullptr));
    for (const auto& command : program.commands) {
        replace_file(directory / fmt::format("cb-{}.1", command.name),
                     render_manual(program, &command));
    }
}

Exit run(const Program& program, const Options& options, Io& io)
{
    if (options.all) {
        write_manuals(program, *options.all);
        return Exit::done;
    }
    write_all(io.out,
              options.table ? render_table(program)
                            : render_manual(program, find_command(program, options.command)),
              "standard output");
    return Exit::done;
}

Parsed<std::string> parse_command(const Program& program, std::string_view text)
{
    std::vector<std::string> names;
    for (const auto& command : program.commands) {
        names.push_back(command.name);
    }
    return find_command(program, text) == nullptr
               ? Parsed<std::string>{tl::unexpected{refuse_word(text, names)}}
               : std::string{text};
}

constexpr auto examples = R"(  cb man run | man -l -
  cb man --all /usr/local/share/man/man1
)";

} // namespace

Command describe_man(const Program& program)
{
    const auto options = std::make_shared<Options>();
    const auto parse = [&program](std::string_view text) { return parse_command(program, text); };
    return {
        .name = "man",
        .purpose = "Print the man page of a command",
        .words = Words{.value = "COMMAND",
                       .sentence = "Print the page of this command [default: that of cb itself]",
                       .take = once(options->command, parse).take,
                       .number = Words::Number::one_at_most},
        .groups = {{"Options",
                    {{.name = "--all",
                      .value = "DIR",
                      .sentence = "Write all pages into DIR, each as a file",
                      .binding = once(options->all, &parse_directory)},
                     {.name = "--table",
                      .sentence = "Print a table of all options, with tabs between the columns",
                      .binding = set(options->table),
                      .excludes = {"--all"}}}}},
        .examples = examples,
        .notes = "Installing cb installs all pages.",
        .page = "command-line.md",
        .run = [options, &program](Io& io) { return run(program, *options, io); },
    };
}

} // namespace cb::cmd
