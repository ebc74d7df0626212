#pragma once

#include "host/cpu_request.hpp"
#include "option.hpp"

#include <optional>
#include <string>

namespace cb::cmd {

/// --root: reads /proc and /sys below this directory instead of this machine's.
[[nodiscard]] Option describe_root_option(std::string& root);

/// The CPUs selected by --cpu on the machine below `root`. Throws Error{usage}.
[[nodiscard]] std::optional<host::CpuChoice>
find_cpus(const std::optional<host::CpuRequest>& request, const std::string& root);

} // namespace cb::cmd
