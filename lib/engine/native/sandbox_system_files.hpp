#pragma once

#include "base/error.hpp"
#include "engine/measure/cgroup_files.hpp"

#include <filesystem>
#include <string>

/// The parts of a sandbox's view that come from the kernel or the host's configuration. All
/// functions take the directory that becomes the root, and throw Error{system}.
namespace cb::engine {

/// /etc: the files that programs need, without password hashes, keys, credentials or mount tables.
void show_settings(const std::filesystem::path& root);

/// /proc: the sandbox's own processes, without the paths that container engines hide.
/// \pre The caller is in the sandbox's PID namespace.
void show_processes(const std::filesystem::path& root);

/// /sys: CPUs, memory nodes, huge pages, performance counters, and the sandbox's cgroup if it is
/// visible; read-only.
void show_machine(const std::filesystem::path& root, const Parsed<CgroupPlace>& own);

/// /dev: devices without side effects, and the tmpfs on /dev/shm with `shm_options`.
void make_devices(const std::filesystem::path& root, const std::string& shm_options);

} // namespace cb::engine
