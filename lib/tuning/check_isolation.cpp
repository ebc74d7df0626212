#include "tuning/checks.hpp"
#include "tuning/values.hpp"

#include <fmt/format.h>

namespace cb::tuning {

namespace {

/// A set of CPUs that a boot parameter keeps free of some kernel activity.
struct Kept {
    const char* code = "";
    std::optional<CpuSet> cpus; ///< nullopt: unknown
    const char* unknown = "";
    const char* cost = "";
    const char* parameter = "";
};

Check check_kept(const Subject& subject, const Kept& kept)
{
    if (!kept.cpus) {
        return {kept.code, Status::unknown, kept.unknown};
    }
    const auto found = kept.cpus->empty() ? "no CPU" : "CPU " + kept.cpus->to_string();
    const bool suffices =
        subject.choice ? minus(subject.choice->cpus, *kept.cpus).empty() : !kept.cpus->empty();
    if (suffices) {
        return {kept.code, Status::ok, found};
    }
    return {kept.code,
            subject.choice ? Status::warning : Status::note,
            found,
            kept.cost,
            fmt::format("kernel parameter {}{}", kept.parameter, subject.cpus_text())};
}

/// An empty file means no CPUs. So does "(null)", which some kernels print for nohz_full.
std::optional<CpuSet> list_of(const host::SysFiles& files, const char* path)
{
    std::error_code unknown;
    if (!std::filesystem::exists(files.root() / path, unknown)) {
        return std::nullopt;
    }
    return files.list<CpuSet>(path).value_or(CpuSet{});
}

/// From the command line. nohz_full= implies it, and "all" means all CPUs.
std::optional<CpuSet> without_callbacks(const Subject& subject, const std::optional<CpuSet>& nohz)
{
    if (!subject.files.text("proc/cmdline")) {
        return std::nullopt;
    }
    const auto named = kernel_parameter(subject.files, "rcu_nocbs").value_or("");
    if (named == "all" && subject.topology) {
        return subject.topology->present;
    }
    return united(CpuSet::parse(named).value_or(CpuSet{}), nohz.value_or(CpuSet{}));
}

} // namespace

Checks check_isolation(const Subject& subject)
{
    const auto isolated = list_of(subject.files, "sys/devices/system/cpu/isolated");
    const auto nohz = list_of(subject.files, "sys/devices/system/cpu/nohz_full");
    return {check_kept(subject,
                       {"isolated_cpus",
                        isolated,
                        "the kernel does not report it",
                        "The scheduler runs other processes on the benchmark's CPUs.",
                        "isolcpus=managed_irq,domain,"}),
            check_kept(subject,
                       {"nohz_full",
                        nohz,
                        "this kernel was built without CONFIG_NO_HZ_FULL",
                        "The timer tick interrupts the benchmark 100 to 1000 times a second.",
                        "nohz_full="}),
            check_kept(subject,
                       {"rcu_nocbs",
                        without_callbacks(subject, nohz),
                        "/proc/cmdline cannot be read",
                        "The kernel frees memory of other tasks on the benchmark's CPUs.",
                        "rcu_nocbs="})};
}

} // namespace cb::tuning
