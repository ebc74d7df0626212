#pragma once

#include "program.hpp"

#include <cstddef>
#include <string>

namespace cb::cmd {

/// How wide a page is: the terminal's width within reason, or 100 columns where standard output is
/// no terminal.
[[nodiscard]] std::size_t page_width();

/// What `cb --help` prints, in lines of at most `width` columns; examples stay as they are.
[[nodiscard]] std::string describe(const Program& program, std::size_t width);

/// What `cb COMMAND --help` prints.
[[nodiscard]] std::string describe(const Command& command, std::size_t width);

/// "Usage: cb run [OPTIONS] [-- COMMAND...]" without its first word.
[[nodiscard]] std::string describe_usage(const Command& command);

} // namespace cb::cmd
