#pragma once

#include "host/sys_files.hpp"

#include <map>
#include <string>

namespace cb {

/// What changes results on a machine, by name. A fact that the machine does not tell is left out.
///
/// cpu               model name; on ARM implementer and part
/// cpu_revision      family, model and stepping; on ARM variant and revision
/// microcode         revision of the processor's microcode
/// cpus              how many are online
/// memory_gib        main memory, rounded up: the kernel's own part of it varies
/// smt               on, off, forceoff, notsupported, notimplemented
/// kernel            release
/// kernel_command_line  without what names disks and files to boot from, and init's arguments
/// mitigation/NAME   each file of cpu/vulnerabilities
/// governor, frequency_driver  of all CPUs, if they differ with commas
/// boost             on or off: frequencies above the nominal one
/// huge_pages        transparent huge pages: always, madvise or never
/// numa_balancing    0 or 1
[[nodiscard]] std::map<std::string, std::string> read_key_facts(const SysFiles& files);

} // namespace cb
