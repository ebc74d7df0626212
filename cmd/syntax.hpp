#pragma once

#include "given.hpp"
#include "program.hpp"

#include <string>
#include <vector>

namespace cb::cmd {

/// The contents of a command line and its --config file, before they are applied to bindings.
struct CommandLine {
    enum class Wish { run, help, version };

    Wish wish = Wish::run;
    const Command* command = nullptr; ///< null: cb itself, for help and version only
    std::vector<Given> given{};
    std::vector<std::string> words{};
    std::vector<std::string> words_after_mark{};
};

/// Reads the words after the program's name. The error is a message to the user: what is wrong and
/// where to find help, with a newline at the end.
[[nodiscard]] Parsed<CommandLine> read_syntax(const Program& program,
                                              const std::vector<std::string>& words);

/// "cb run: MESSAGE" and a pointer to --help; `command` is empty for cb itself.
[[nodiscard]] std::string explain_misuse(std::string_view command, std::string_view message);

} // namespace cb::cmd
