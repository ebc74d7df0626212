#pragma once

#include "host/sys_files.hpp"

#include <string_view>

namespace cb::tuning {

/// Whether the processes of the whole machine are visible, that is, cb is outside a container's PID
/// namespace. Detected by the kernel's own threads.
[[nodiscard]] bool sees_host(const host::SysFiles& files);

enum class Running { yes, no, unknown };

/// Whether a process with that name (proc/N/comm, 15 characters) runs on the machine; unknown if
/// not all processes are visible.
[[nodiscard]] Running is_running(const host::SysFiles& files, std::string_view name);

} // namespace cb::tuning
