#include "tuning/checks.hpp"
#include "tuning/interrupts.hpp"
#include "tuning/processes.hpp"
#include "tuning/values.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::tuning {

namespace {

constexpr auto cost =
    "Each interrupt stops the benchmark for some microseconds and evicts cache lines.";

Check check_default(const Subject& subject)
{
    constexpr auto code = "default_irq_affinity";
    const auto cpus =
        parse_cpu_mask(subject.files.text("proc/irq/default_smp_affinity").value_or(""));
    if (!cpus) {
        return {code, Status::unknown, "/proc/irq/default_smp_affinity cannot be read"};
    }
    const auto found = "CPU " + cpus->to_string();
    if (!subject.choice) {
        return {
            code, Status::note, found, "New interrupts may be routed to these CPUs.", "give --cpu"};
    }
    if (common(*cpus, subject.choice->cpus).empty()) {
        return {code, Status::ok, found};
    }
    return {code, Status::warning, found, cost, subject.tune_cpus()};
}

std::string numbers_of(const std::vector<Interrupt>& interrupts)
{
    constexpr std::size_t max_shown = 8;
    std::string text;
    for (std::size_t i = 0; i < std::min(interrupts.size(), max_shown); ++i) {
        text += (i == 0 ? "" : ", ") + interrupts[i].number;
    }
    return text + (interrupts.size() > max_shown ? ", ..." : "");
}

Check check_affinity(const Subject& subject)
{
    constexpr auto code = "irq_affinity";
    if (subject.files.names("proc/irq").empty()) {
        return {code, Status::unknown, "/proc/irq cannot be read"};
    }
    if (!subject.choice) {
        return {code, Status::unknown, "no --cpu is given"};
    }
    const auto hit = interrupts_of(subject.files, subject.choice->cpus);
    if (hit.empty()) {
        return {code, Status::ok, "no interrupt may be routed to CPU " + subject.cpus_text()};
    }
    const auto found = fmt::format(
        "{} may be routed to CPU {}: {}", hit.size(), subject.cpus_text(), numbers_of(hit));
    const bool are_fixed = std::all_of(hit.begin(), hit.end(), [](const Interrupt& interrupt) {
        return interrupt.mobility == Interrupt::Mobility::fixed;
    });
    if (are_fixed) {
        return {code, Status::note, found + "; the kernel does not allow moving them", cost};
    }
    return {code, Status::warning, found, cost, subject.tune_cpus()};
}

Check check_irqbalance(const Subject& subject)
{
    switch (is_running(subject.files, "irqbalance")) {
    case Running::no:
        return {"irqbalance", Status::ok, "not running"};
    case Running::unknown:
        return {"irqbalance", Status::unknown, "the host's processes are not visible from here"};
    case Running::yes:
        break;
    }
    return {"irqbalance",
            Status::warning,
            "runs",
            "It moves interrupts to idle CPUs, including the benchmark's.",
            "systemctl stop irqbalance, or IRQBALANCE_BANNED_CPULIST=" + subject.cpus_text() +
                " in /etc/default/irqbalance"};
}

} // namespace

Checks check_interrupts(const Subject& subject)
{
    return {check_default(subject), check_affinity(subject), check_irqbalance(subject)};
}

} // namespace cb::tuning
