#pragma once

#include "syntax.hpp"

#include <string>
#include <vector>

namespace cb::cmd {

/// The chosen command, after every binding has received its value.
struct Invocation {
    CommandLine::Wish wish = CommandLine::Wish::run;
    const Command* command = nullptr;     ///< null: cb itself, for help and version only
    std::vector<std::string> variables{}; ///< what was read: "CB_RUN_SHM sets --shm"; no values,
                                          ///< because they may be secret
    std::vector<Given> given{};           ///< by the command line, --config and the environment
};

/// Reads the words after the program's name, the --config file and the environment, and applies
/// them to the bindings of cb and the chosen command. The error is a message to the user: what is
/// wrong and where to find help, with a newline at the end.
[[nodiscard]] Parsed<Invocation> read_command_line(const Program& program,
                                                   const std::vector<std::string>& words);

} // namespace cb::cmd
