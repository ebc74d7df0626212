#pragma once

#include "host/sys_files.hpp"

#include <string>
#include <vector>

namespace cb::tuning {

/// An interrupt of /proc/irq.
struct Interrupt {
    std::string number;
    std::string path; ///< of the list of CPUs that it may be routed to, relative to the root
    CpuSet cpus;
    /// Some interrupts cannot be moved, for example those of a disk queue of one CPU. Since Linux
    /// 6.13 their files are read-only; older kernels answer EIO.
    enum class Mobility { movable, fixed } mobility = Mobility::movable;
};

/// The interrupts that may be routed to one of the CPUs.
[[nodiscard]] std::vector<Interrupt> interrupts_of(const host::SysFiles& files, const CpuSet& cpus);

} // namespace cb::tuning
