#include "base/subprocess.hpp"
#include "base/utf8.hpp"
#include "command.hpp"
#include "options.hpp"
#include "project_file.hpp"
#include "stage.hpp"

#include <fmt/format.h>

#include <memory>

namespace cb::cmd {

namespace {

struct Options {
    std::vector<std::string> files;
};

/// The pipeline of one configuration, as a person would type it.
std::string describe(const ProjectFile& file, const ProjectConfiguration& configuration)
{
    std::string text;
    for (const char* const command : {"watch", "build", "run", "parse"}) {
        std::vector<std::string> words{"cb", command};
        if (text.empty()) {
            words.push_back(file.repository);
        }
        const auto& options = configuration.words.at(command);
        words.insert(words.end(), options.begin(), options.end());
        if (std::string_view{command} == "run" && !configuration.config.command.empty()) {
            words.emplace_back("--");
            const auto& own = configuration.config.command;
            words.insert(words.end(), own.begin(), own.end());
        }
        text += (text.empty() ? "" : " | ") + shell_quoted(words);
    }
    if (!file.notify.empty()) {
        std::vector<std::string> words{"cb", "notify"};
        words.insert(words.end(), file.notify_words.begin(), file.notify_words.end());
        text += " | cb store --pass | " + shell_quoted(words);
    }
    return fmt::format("{}: {}: {}", file.path, configuration.config.name, text);
}

Exit run(const Options& options, Io& io)
{
    std::size_t wrong = 0;
    for (const auto& path : options.files) {
        const auto file = read_project_file(path);
        auto lines = file.faults;
        if (lines.empty()) {
            for (const auto& configuration : file.configurations) {
                lines.push_back(describe(file, configuration));
            }
        } else {
            ++wrong;
        }
        for (const auto& line : lines) {
            print(io, printable(line, line.size()) + "\n");
        }
    }
    if (wrong > 0) {
        throw Error{
            Errc::usage,
            fmt::format(
                "{} of {} files {} wrong", wrong, options.files.size(), wrong == 1 ? "is" : "are")};
    }
    return Exit::done;
}

constexpr auto examples = R"(  cb check index.toml
  cb check /etc/cb/*.toml && systemctl start cb@index
)";

} // namespace

Command describe_check()
{
    const auto options = std::make_shared<Options>();
    return {
        .name = "check",
        .purpose = "Say what is wrong with project files, and where",
        .words = Words{.value = "FILE...",
                       .sentence = "Check these project files",
                       .take = each(options->files, &parse_text).take,
                       .number = Words::Number::at_least_one},
        .examples = examples,
        .notes = "Writes FILE:LINE:COLUMN and what is wrong, a line a mistake; for a file without "
                 "mistakes, the pipeline of each configuration.",
        .page = "check.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
