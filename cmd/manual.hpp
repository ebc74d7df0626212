#pragma once

#include "program.hpp"

#include <string>

namespace cb::cmd {

/// The command's man page in man(7) format; that of cb itself if `command` is null.
[[nodiscard]] std::string render_manual(const Program& program, const Command* command);

/// One line per option of cb and its commands, for tests and scripts. The tab-separated fields are
/// command, usage ("--shm SIZE"), variable ("-" if absent), page in docs/ and sentence.
[[nodiscard]] std::string render_table(const Program& program);

/// cb man
[[nodiscard]] Command describe_man(const Program& program);

} // namespace cb::cmd
