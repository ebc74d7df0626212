#pragma once

#include "manifest/sections.hpp"

#include <string_view>

namespace cb {

/// A run that `tool` made and cb did not: nothing about it is verified. Its words are "unknown"
/// where cb has no word for "nobody looked", so that no figure counts as measured on a clean
/// machine.
[[nodiscard]] Run make_foreign_run(std::string_view tool);

} // namespace cb
