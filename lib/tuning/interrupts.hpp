#pragma once

#include "host/sys_files.hpp"

#include <string>
#include <vector>

namespace cb::tuning {

/// An interrupt of /proc/irq.
struct Interrupt {
    std::string number;
    std::string path; ///< of the list of CPUs that it may come to, relative to the root
    CpuSet cpus;
    /// Since Linux 6.13 the kernel takes the right to write from interrupts that cannot be moved,
    /// those of one CPU's queue of a disk for example; before, it answers EIO.
    enum class Mobility { movable, fixed } mobility = Mobility::movable;
};

/// Those that may come to one of the CPUs.
[[nodiscard]] std::vector<Interrupt> interrupts_of(const SysFiles& files, const CpuSet& cpus);

} // namespace cb::tuning
