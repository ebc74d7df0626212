#pragma once

#include "syntax.hpp"

#include <string>
#include <vector>

namespace cb::cmd {

/// What is to be done, once every binding has its value.
struct Invocation {
    CommandLine::Wish wish = CommandLine::Wish::run;
    const Command* command = nullptr;     ///< null: cb itself, for help and version only
    std::vector<std::string> variables{}; ///< what was read: "CB_RUN_SHM sets --shm"; no values,
                                          ///< because they may be secret
};

/// Reads the words behind the name of the program, the --config file and the environment, and gives
/// the bindings of cb and of the chosen command what they say. The error is for a person: what is
/// wrong, and where help is, with a newline at the end.
[[nodiscard]] Parsed<Invocation> read_command_line(const Program& program,
                                                   const std::vector<std::string>& words);

} // namespace cb::cmd
