#pragma once

#include "program.hpp"

#include <string>

namespace cb::cmd {

/// The man page of the command in the language of man(7); of cb itself if `command` is null.
[[nodiscard]] std::string render_manual(const Program& program, const Command* command);

/// A line an option of cb and of its commands, for tests and scripts, with tabs between command,
/// usage ("--shm SIZE"), variable ("-" if it has none), page of docs/ and sentence.
[[nodiscard]] std::string render_table(const Program& program);

/// cb man
[[nodiscard]] Command describe_man(const Program& program);

} // namespace cb::cmd
