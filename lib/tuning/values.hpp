#pragma once

#include "base/id_set.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cb::tuning {

/// Reads a mask of CPUs as /proc/irq/default_smp_affinity has it: hexadecimal words of 32 bits, the
/// highest first, with commas: "ff", "00000000,0000000f".
[[nodiscard]] Parsed<CpuSet> parse_cpu_mask(std::string_view text);

/// The mask of the CPUs, without leading zeros, as the kernel reads it.
[[nodiscard]] std::string cpu_mask(const CpuSet& cpus);

/// The choice in brackets of a file that lists all choices: "always [madvise] never".
[[nodiscard]] std::optional<std::string> chosen_word(std::string_view text);

} // namespace cb::tuning
