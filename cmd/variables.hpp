#pragma once

#include "syntax.hpp"

#include <string>
#include <string_view>
#include <vector>

/// The environment variables of options. A command's option is CB_COMMAND_OPTION, because most
/// option names mean something else in another command. The options of cb itself and those that
/// select the store mean the same everywhere and are CB_OPTION. docs/environment.md
namespace cb::cmd {

/// The variable that sets the option; `command` is empty for an option of cb itself. "" if there is
/// no variable.
[[nodiscard]] std::string variable_of(const Option& option, std::string_view command);

/// For --help: describes the command's variables; "" if it has no options.
[[nodiscard]] std::string describe_variables(const Command& command);

/// The options of cb itself and of the command that the environment sets. Ignores an option that
/// was given already or that excludes a given one, because the command line takes precedence.
[[nodiscard]] std::vector<Given> read_variables(const Program& program, const CommandLine& line);

/// Warnings for options of the command whose variable is set without the command's name and
/// therefore ignored.
[[nodiscard]] std::vector<std::string> list_unread_variables(const Command& command);

} // namespace cb::cmd
