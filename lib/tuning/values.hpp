#pragma once

#include "base/id_set.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cb::tuning {

/// Parses a mask of CPUs in the form of /proc/irq/default_smp_affinity: hexadecimal words of 32
/// bits, highest first, separated by commas: "ff", "00000000,0000000f".
[[nodiscard]] Parsed<CpuSet> parse_cpu_mask(std::string_view text);

/// The mask of the CPUs without leading zeros, a form that the kernel accepts.
[[nodiscard]] std::string cpu_mask(const CpuSet& cpus);

/// The choice in brackets in a file that lists all choices: "always [madvise] never".
[[nodiscard]] std::optional<std::string> chosen_word(std::string_view text);

} // namespace cb::tuning
