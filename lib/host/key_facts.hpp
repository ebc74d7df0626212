#pragma once

#include "host/sys_files.hpp"

#include <map>
#include <string>

namespace cb::host {

/// The properties of a machine that affect results, by name. A fact that is not available is left
/// out.
///
/// cpu               model name; on ARM implementer and part
/// cpu_revision      family, model and stepping; on ARM variant and revision
/// microcode         revision of the processor's microcode
/// cpus              number of online CPUs
/// memory_gib        main memory, rounded up, because the kernel reserves a varying part
/// smt               on, off, forceoff, notsupported, notimplemented
/// kernel            release
/// kernel_command_line  without parameters that name disks and boot files, and init's arguments
/// mitigation/NAME   each file of cpu/vulnerabilities
/// governor, frequency_driver  of all CPUs; separated by commas if they differ
/// boost             on or off: frequencies above the nominal frequency
/// huge_pages        transparent huge pages: always, madvise or never
/// numa_balancing    0 or 1
[[nodiscard]] std::map<std::string, std::string> read_key_facts(const SysFiles& files);

} // namespace cb::host
