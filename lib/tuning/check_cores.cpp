#include "tuning/checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cb::tuning {

namespace {

constexpr auto hidden = "the hypervisor does not report which CPUs share a core";

Check check_smt(const Subject& subject)
{
    const auto active = subject.files.number(host::cpu_dir / "smt/active");
    const auto control = subject.files.text(host::cpu_dir / "smt/control");
    if (active != 1U && hardware_of(subject.files) == Hardware::virtualized) {
        return {"smt", Status::unknown, hidden};
    }
    if (active == 0U || control == "off" || control == "forceoff") {
        return {"smt", Status::ok, control.value_or("off")};
    }
    if (!active && control != "on") {
        return {"smt", Status::unknown, control.value_or("the kernel does not report it")};
    }
    return {"smt",
            Status::note,
            "on",
            "Two threads share one core's units and caches: keep the second one idle or offline.",
            // For chosen CPUs, smt_sibling_shared has the remedy.
            subject.choice ? "" : "echo off > /sys/devices/system/cpu/smt/control"};
}

struct WarningText {
    host::CpuWarning warning;
    const char* found;
    const char* cost;
    const char* remedy;
};

constexpr std::array<WarningText, 5> texts{{
    {host::CpuWarning::shares_core,
     "another thread of the same core is in use",
     "Its tasks take the core's units and caches from the benchmark.",
     "cb tune --cpu {}"},
    {host::CpuWarning::cpu_zero,
     "CPU 0 is among them",
     "It keeps the time and takes most interrupts, which cannot be moved away.",
     "--cpu auto"},
    {host::CpuWarning::mixed_core_kinds,
     "performance and efficiency cores",
     "It is random which thread gets which core.",
     "--cpu auto:N"},
    {host::CpuWarning::several_isolated,
     "more than one isolated CPU",
     "The kernel does not balance load between isolated CPUs: all threads stay on the first "
     "(kernel bug "
     "116701).",
     "use several isolated CPUs only for single-threaded benchmarks, or remove isolcpus="},
    {host::CpuWarning::several_nodes,
     "CPUs of several memory nodes",
     "It is random whether memory is near or far.",
     "--cpu auto:N"},
}};

Check check_choice(const Subject& subject, const WarningText& text)
{
    const auto code = std::string{to_word(text.warning)};
    if (!subject.choice) {
        return {code, Status::unknown, "no --cpu is given"};
    }
    const auto& warnings = subject.choice->warnings;
    if (std::find(warnings.begin(), warnings.end(), text.warning) == warnings.end()) {
        const bool is_hidden = text.warning == host::CpuWarning::shares_core &&
                               hardware_of(subject.files) == Hardware::virtualized;
        return is_hidden ? Check{code, Status::unknown, hidden} : Check{code, Status::ok, "no"};
    }
    return {code,
            Status::warning,
            text.found,
            text.cost,
            fmt::format(fmt::runtime(text.remedy), subject.cpus_text())};
}

} // namespace

Checks check_cores(const Subject& subject)
{
    Checks checks{check_smt(subject)};
    for (const auto& text : texts) {
        checks.push_back(check_choice(subject, text));
    }
    return checks;
}

} // namespace cb::tuning
