#pragma once

#include "command.hpp"

#include <string>
#include <vector>

namespace cb::cmd {

/// cb itself: its own options and its commands.
struct Program {
    std::string name{};
    std::string purpose{};
    std::string version{};
    std::vector<Option> options{};
    std::vector<Command> commands{};
    std::string examples{};
    std::string page{}; ///< in docs/
};

struct ExitCode {
    std::string code{};
    std::string meaning{};
};

/// A summary of docs/exit-codes.md.
[[nodiscard]] const std::vector<ExitCode>& list_exit_codes();

/// The row of --help, which is common to all commands.
[[nodiscard]] Option describe_help_option();

/// The command of that name, or null.
[[nodiscard]] const Command* find_command(const Program& program, std::string_view name);

/// All options of the command, in group order.
[[nodiscard]] std::vector<const Option*> list_options(const Command& command);

} // namespace cb::cmd
