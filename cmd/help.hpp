#pragma once

#include "program.hpp"

#include <cstddef>
#include <string>

namespace cb::cmd {

/// The width of a page: the terminal's width within limits, or 100 columns if standard output is
/// not a terminal.
[[nodiscard]] std::size_t page_width();

/// The output of `cb --help`, in lines of at most `width` columns; examples are not wrapped.
[[nodiscard]] std::string describe(const Program& program, std::size_t width);

/// The output of `cb COMMAND --help`.
[[nodiscard]] std::string describe(const Command& command, std::size_t width);

/// cb help
[[nodiscard]] Command describe_help(const Program& program);

/// "Usage: cb run [OPTIONS] [-- COMMAND...]" without its first word.
[[nodiscard]] std::string describe_usage(const Command& command);

} // namespace cb::cmd
