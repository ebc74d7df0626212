#pragma once

#include "program.hpp"

#include <string>
#include <vector>

namespace cb::cmd {

/// An option that was given, with its texts as they were written: "" for an option whose value was
/// left out, "true" for a flag without a value.
struct Given {
    const Option* option;
    std::vector<std::string> texts{};
    std::string origin{}; ///< what messages call it: "--shm", "CB_RUN_SHM"
};

/// What a command line and its --config file say. Nothing was given to a binding yet.
struct CommandLine {
    enum class Wish { run, help, version };

    Wish wish = Wish::run;
    const Command* command = nullptr; ///< null: cb itself, for help and version only
    std::vector<Given> given{};
    std::vector<std::string> words{};
    std::vector<std::string> words_after_mark{};
};

/// Reads the words behind the name of the program. The error is for a person: what is wrong, and
/// where help is, with a newline at the end.
[[nodiscard]] Parsed<CommandLine> read_syntax(const Program& program,
                                              const std::vector<std::string>& words);

/// "cb run: MESSAGE" and the hint at --help; `command` is empty for cb itself.
[[nodiscard]] std::string explain_misuse(std::string_view command, std::string_view message);

} // namespace cb::cmd
