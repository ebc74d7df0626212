#pragma once

#include "host/sys_files.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cb::tuning {

/// CPUs whose frequency is set together: a directory of sys/devices/system/cpu/cpufreq. A value is
/// nullopt if the driver does not report it. See the kernel's
/// Documentation/admin-guide/pm/cpufreq.rst.
struct Policy {
    unsigned id = 0;  ///< the number in policyN
    std::string path; ///< of its directory, relative to the root
    CpuSet cpus;      ///< the online ones
    std::optional<std::string> driver;
    std::optional<std::string> governor;
    std::optional<std::string> preference; ///< between energy and performance
    /// The frequency sustained under any load, without boost.
    std::optional<unsigned> base_khz;
    std::optional<unsigned> min_khz, max_khz;
};

/// The policies with an online CPU, ascending.
[[nodiscard]] std::vector<Policy> read_policies(const host::SysFiles& files);

/// A file that allows or forbids frequencies above the nominal one.
struct BoostSwitch {
    std::string path;
    std::string off; ///< the value that disables boost
    bool is_on = false;
};

/// The files that control boost: intel_pstate/no_turbo; otherwise a file per policy (since Linux
/// 6.11); otherwise cpufreq/boost, which applies to all policies. Empty if there is no such file.
[[nodiscard]] std::vector<BoostSwitch> read_boost(const host::SysFiles& files);

} // namespace cb::tuning
