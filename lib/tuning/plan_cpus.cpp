#include "tuning/interrupts.hpp"
#include "tuning/plan_parts.hpp"
#include "tuning/values.hpp"

#include <fmt/format.h>

namespace cb::tuning {

namespace {

/// The CPUs that the interrupt keeps, or all remaining CPUs if it would keep none.
CpuSet moved(const CpuSet& from, const CpuSet& avoid, const CpuSet& left)
{
    auto kept = minus(from, avoid);
    return common(kept, left).empty() ? left : kept;
}

void add_default(Plan& plan, const host::SysFiles& files, const CpuSet& avoid, const CpuSet& left)
{
    constexpr auto path = "proc/irq/default_smp_affinity";
    auto change = guard_of(files, path);
    const auto from = parse_cpu_mask(change ? change->from : "");
    if (from && !common(*from, avoid).empty()) {
        change->to = cpu_mask(moved(*from, avoid, left));
        plan.changes.push_back(std::move(*change));
    }
}

} // namespace

Plan plan_interrupts(const host::SysFiles& files, const CpuSet& online, const CpuSet& avoid)
{
    const auto left = minus(online, avoid);
    if (avoid.empty()) {
        return {};
    }
    if (left.empty()) {
        return {{}, {{"proc/irq", "no CPU remains for the interrupts"}}, {}};
    }
    Plan plan;
    unsigned fixed = 0;
    add_default(plan, files, avoid, left);
    for (const auto& interrupt : interrupts_of(files, avoid)) {
        if (interrupt.mobility == Interrupt::Mobility::fixed) {
            ++fixed;
        } else if (auto change = change_of(
                       files, interrupt.path, moved(interrupt.cpus, avoid, left).to_string())) {
            plan.changes.push_back(std::move(*change));
        }
    }
    if (fixed > 0) {
        plan.advice.push_back(
            {Level::info, fmt::format("the kernel does not allow moving {} interrupts", fixed)});
    }
    return plan;
}

Plan plan_offline(const host::SysFiles& files, const CpuSet& cpus)
{
    Plan plan;
    const bool has_old_cpusets = files.text("sys/fs/cgroup/cpuset/cpuset.cpus").has_value();
    for (const unsigned id : cpus.ids()) {
        const auto path = fmt::format("sys/devices/system/cpu/cpu{}/online", id);
        const auto change = change_of(files, path, "0");
        if (has_old_cpusets) {
            plan.refused.push_back({path,
                                    "cgroup version 1 would remove the CPU from every cpuset "
                                    "forever; boot with nosmt, or disable SMT in the firmware"});
        } else if (!change) {
            plan.refused.push_back({path,
                                    fmt::format("CPU {} is a thread of the same core and cannot be "
                                                "taken offline; choose another core",
                                                id)});
        } else {
            plan.changes.push_back(*change);
        }
    }
    return plan;
}

} // namespace cb::tuning
