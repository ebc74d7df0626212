#pragma once

#include "syntax.hpp"

#include <string>
#include <string_view>
#include <vector>

/// The environment variables of options: CB_COMMAND_OPTION for an option of a command, because most
/// mean something else in another command. Those of cb itself and those that name the store mean
/// the same everywhere and are CB_OPTION. docs/environment.md
namespace cb::cmd {

/// The variable that sets the option; `command` is empty for an option of cb itself. "" if there is
/// no variable.
[[nodiscard]] std::string variable_of(const Option& option, std::string_view command);

/// For --help: where the variables of the command's options are, "" if it has no options.
[[nodiscard]] std::string describe_variables(const Command& command);

/// The options of cb itself and of the command that the environment sets. An option that was given
/// already, or excludes one that was, is left out: what is typed counts.
[[nodiscard]] std::vector<Given> read_variables(const Program& program, const CommandLine& line);

/// Says of each option of the command whose variable would be set if it were not named for the
/// command, that it is not read.
[[nodiscard]] std::vector<std::string> list_unread_variables(const Command& command);

} // namespace cb::cmd
