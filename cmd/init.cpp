#include "base/file.hpp"
#include "base/subprocess.hpp"
#include "command.hpp"
#include "options.hpp"
#include "project/current_bench.hpp"
#include "stage.hpp"

#include <fmt/format.h>

#include <memory>

namespace cb::cmd {

namespace {

struct Options {
    std::optional<std::string> tree;
    std::optional<std::string> current_bench;
    std::string directory = ".";
    project::Overwrite overwrite = project::Overwrite::no;
};

/// The text of a file. Throws Error{usage} if it cannot be read.
std::string read_input(const std::string& path)
{
    constexpr Bytes max_size{16U << 20U};
    try {
        return read_file(path, max_size);
    } catch (const Error& error) {
        throw Error{Errc::usage, error.what()};
    }
}

/// The drafts of what the options name. Throws Error{usage}.
project::Moved make_drafts(const Options& options)
{
    if (options.tree.has_value() == options.current_bench.has_value()) {
        throw Error{Errc::usage, "name a work tree, or a file with --from-current-bench"};
    }
    if (options.tree) {
        return {.drafts = {project::make_draft(*options.tree)}};
    }
    return project::move_current_bench(read_input(*options.current_bench));
}

Exit run(const Options& options, Io& io)
{
    const auto made = make_drafts(options);
    const auto written = project::write_drafts(made.drafts, options.directory, options.overwrite);
    std::string text;
    bool has_command = true;
    for (const auto& draft : made.drafts) {
        text += fmt::format("found {}\n", draft.found);
        has_command = has_command && draft.has_command;
    }
    std::vector<std::string> files;
    for (const auto& path : written) {
        text += fmt::format("wrote {}\n", path.native());
        if (path.extension() == ".toml") {
            files.push_back(path.native());
        }
    }
    if (!has_command) {
        text += "\nThe benchmark was not found: write its command into the file.\n";
    }
    text += fmt::format(R"(
Next:
  cb check {0}
  cb watch {0} | cb build | cb run | cb parse | cb store
  cb help watching            a timer that does it for each new commit
)",
                        shell_quoted(files));
    print(io, text);
    for (const auto& remark : made.remarks) {
        io.log.warning(remark);
    }
    return Exit::done;
}

constexpr auto examples = R"(  cb init ~/src/index
  cb init --from-current-bench production.conf -o /etc/cb
  cb init . -o /etc/cb --force
)";

} // namespace

Command describe_init()
{
    const auto options = std::make_shared<Options>();
    return {
        .name = "init",
        .purpose = "Write a first project file for a repository",
        .words = Words{.value = "DIR",
                       .sentence = "Look at the files of this work tree",
                       .take =
                           [options](std::string_view text) {
                               options->tree = text;
                               return Parsed<void>{};
                           },
                       .number = Words::Number::one_at_most},
        .groups = {{"Output",
                    {{.name = "--from-current-bench",
                      .value = "FILE",
                      .sentence = "Make project files of the repositories file of a current-bench "
                                  "instead, and name what they cannot say",
                      .binding = once(options->current_bench, &parse_text)},
                     {.name = "--output",
                      .letter = "-o",
                      .value = "DIR",
                      .sentence = "Write the files to this directory [default: .]",
                      .binding = once(options->directory, &parse_text)},
                     {.name = "--force",
                      .sentence = "Replace files that exist",
                      .binding = set(options->overwrite, project::Overwrite::yes)}}}},
        .examples = examples,
        .notes =
            "Writes NAME.toml and, if the project has no Dockerfile, NAME.Dockerfile, and says "
            "what to do next.",
        .page = "init.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
