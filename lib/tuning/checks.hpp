#pragma once

#include "host/topology.hpp"
#include "tuning/doctor.hpp"

/// The parts of diagnose().
namespace cb::tuning {

/// The machine that is checked.
struct Subject {
    const host::SysFiles& files;
    std::optional<host::Topology> topology;
    std::optional<host::CpuChoice> choice;

    /// "cb tune --cpu 3"; without a choice "cb tune --cpu CPUS"
    [[nodiscard]] std::string tune_cpus() const;
    /// "3"; without a choice "CPUS"
    [[nodiscard]] std::string cpus_text() const;
};

using Checks = std::vector<Check>;

[[nodiscard]] Checks check_frequency(const Subject& subject);
[[nodiscard]] Checks check_cores(const Subject& subject);
[[nodiscard]] Checks check_isolation(const Subject& subject);
[[nodiscard]] Checks check_interrupts(const Subject& subject);
[[nodiscard]] Checks check_memory(const Subject& subject);
[[nodiscard]] Checks check_kernel(const Subject& subject);
[[nodiscard]] Checks check_machine(const Subject& subject);
[[nodiscard]] Checks check_sandbox(const Subject& subject);

/// A file with one number that should be at most `best`.
struct NumberRule {
    const char* code;
    const char* path;
    unsigned best;
    Status otherwise;
    const char* cost;
    const char* remedy;
};
[[nodiscard]] Check check_number(const host::SysFiles& files, const NumberRule& rule);

enum class Hardware { real, virtualized, unknown };

/// Whether the CPU flags show a hypervisor; unknown on architectures without that flag.
[[nodiscard]] Hardware hardware_of(const host::SysFiles& files);

/// The value of "name=value" in the kernel's command line; the last one if there are several.
[[nodiscard]] std::optional<std::string> kernel_parameter(const host::SysFiles& files,
                                                          std::string_view name);

/// The text after `name` and blanks at the start of a line, as in /proc/stat.
[[nodiscard]] std::optional<std::string> line_of(std::string_view text, std::string_view name);

} // namespace cb::tuning
