#pragma once

#include "host/sys_files.hpp"

#include <string_view>

namespace cb::tuning {

/// Whether the processes of the whole machine are to be seen: outside the PID namespace of a
/// container, by the kernel's own threads.
[[nodiscard]] bool sees_host(const SysFiles& files);

enum class Running { yes, no, unknown };

/// Whether a process of that name (proc/N/comm, 15 characters) runs on the machine; unknown where
/// not all are to be seen.
[[nodiscard]] Running is_running(const SysFiles& files, std::string_view name);

} // namespace cb::tuning
