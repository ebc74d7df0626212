#pragma once

#include "host/sys_files.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cb::tuning {

/// CPUs whose frequency is set together: a directory of sys/devices/system/cpu/cpufreq. What the
/// driver does not tell is none. The kernel's Documentation/admin-guide/pm/cpufreq.rst.
struct Policy {
    unsigned id = 0;  ///< of policyN
    std::string path; ///< of its directory, relative to the root
    CpuSet cpus;      ///< those online
    std::optional<std::string> driver;
    std::optional<std::string> governor;
    std::optional<std::string> preference; ///< of energy and performance
    std::optional<unsigned> base_khz;      ///< what it keeps under any load, without boost
    std::optional<unsigned> min_khz, max_khz;
};

/// The policies with a CPU that is online, ascending.
[[nodiscard]] std::vector<Policy> read_policies(const SysFiles& files);

/// A file that allows frequencies above the nominal one or forbids them.
struct BoostSwitch {
    std::string path;
    std::string off; ///< what switches it off
    bool is_on = false;
};

/// What switches boost: intel_pstate/no_turbo; else a file a policy (since Linux 6.11); else
/// cpufreq/boost, which sets all policies alike. Empty where there is no switch.
[[nodiscard]] std::vector<BoostSwitch> read_boost(const SysFiles& files);

} // namespace cb::tuning
