#pragma once

#include "base/log.hpp"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

/// The environment variables of options: CB_COMMAND_OPTION for an option of a command, because most
/// mean something else in another command. Those of cb itself and those that name the store mean
/// the same everywhere and are CB_OPTION. docs/environment.md
namespace cb::cmd {

/// "--shm-size" becomes "CB_SHM_SIZE".
[[nodiscard]] std::string shared_variable(const std::string& option);

/// Gives each option of the command its variable, unless it has one. To be called for the command
/// that runs and for no other, so that a variable of another one cannot break it. An option that
/// excludes one of `words`, the command line, gets no variable: what is typed counts.
void name_variables(CLI::App& command, const std::vector<std::string>& words);

/// Whether the option has a variable that is not named for its command.
[[nodiscard]] bool has_variable_of_its_own(const CLI::Option& option);

/// For --help: where the variables of the command's options are, "" if it has none.
[[nodiscard]] std::string describe_variables(const CLI::App& command);

/// Says of each option of the command whose variable would be set if it were not named for the
/// command, that it is not read.
void warn_of_unread_variables(const CLI::App& command, Log& log);

} // namespace cb::cmd
