#pragma once

#include "base/text_style.hpp"
#include "program.hpp"

#include <string>

namespace cb::cmd {

/// What a person sees who types only "cb": the pipeline, and what to do next, which depends on
/// whether something is stored and whether this directory is a git repository. Reads no database.
[[nodiscard]] std::string describe_overview(const Program& program, const TextStyle& style);

} // namespace cb::cmd
