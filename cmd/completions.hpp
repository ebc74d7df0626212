#pragma once

#include "program.hpp"

#include <string>

namespace cb::cmd {

/// cb's completions as a script for bash(1), zsh(1) or fish(1).
[[nodiscard]] std::string render_bash(const Program& program);
[[nodiscard]] std::string render_zsh(const Program& program);
[[nodiscard]] std::string render_fish(const Program& program);

/// cb completions
[[nodiscard]] Command describe_completions(const Program& program);

} // namespace cb::cmd
