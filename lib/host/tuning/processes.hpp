#pragma once

#include "host/sys_files.hpp"

#include <string_view>

namespace cb::tuning {

enum class Running { yes, no, unknown };

/// Whether a process of that name (proc/N/comm, 15 characters) runs on the machine. Unknown in a
/// PID namespace of a container, which shows by the kernel's own threads that are missing.
[[nodiscard]] Running is_running(const SysFiles& files, std::string_view name);

} // namespace cb::tuning
