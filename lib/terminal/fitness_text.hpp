#pragma once

#include "base/text_style.hpp"
#include "manifest/sections.hpp"

#include <string>

namespace cb::terminal {

/// A reason to doubt figures, in words: "time that the hypervisor took from a CPU: 3.1 %, at most
/// 1 % (CPU 3)". An unknown code is shown as it is. Safe for a terminal.
[[nodiscard]] std::string to_reason_text(const FitnessReason& reason);

[[nodiscard]] Hue hue_of(Verdict verdict);

} // namespace cb::terminal
