#include "tuning/plan.hpp"

#include "host/core_locks.hpp"
#include "tuning/plan_parts.hpp"
#include "tuning/processes.hpp"
#include "tuning/values.hpp"

#include <fmt/format.h>

#include <array>
#include <iterator>
#include <utility>

namespace cb::tuning {

namespace {

void append(Plan& plan, Plan part)
{
    std::move(part.changes.begin(), part.changes.end(), std::back_inserter(plan.changes));
    std::move(part.refused.begin(), part.refused.end(), std::back_inserter(plan.refused));
    std::move(part.advice.begin(), part.advice.end(), std::back_inserter(plan.advice));
}

std::vector<Change> plan_kernel(const host::SysFiles& files)
{
    static constexpr std::array<std::pair<const char*, const char*>, 4> wanted{{
        {"proc/sys/kernel/numa_balancing", "0"},
        {"proc/sys/kernel/nmi_watchdog", "0"},
        {"proc/sys/kernel/timer_migration", "0"},
        {"proc/sys/vm/swappiness", "1"},
    }};
    std::vector<Change> changes;
    for (const auto& [path, to] : wanted) {
        const auto change = change_of(files, path, to);
        // 0 is the best value of all four.
        if (change && !change->is_guard() && change->from != "0") {
            changes.push_back(*change);
        }
    }
    // "never" is as predictable as "madvise", so only "always" is changed.
    const auto huge_pages =
        change_of(files, "sys/kernel/mm/transparent_hugepage/enabled", "madvise");
    if (huge_pages && huge_pages->from == "always") {
        changes.push_back(*huge_pages);
    }
    return changes;
}

std::vector<Advice> advise(const host::SysFiles& files)
{
    if (is_running(files, "irqbalance") != Running::yes) {
        return {};
    }
    return {{Level::warning,
             "irqbalance is running and will move interrupts back; stop it: systemctl stop "
             "irqbalance"}};
}

} // namespace

std::optional<Change>
change_of(const host::SysFiles& files, const std::string& path, std::string_view to)
{
    auto knob = Knob::parse(path);
    auto from = knob ? knob->read(files) : std::nullopt;
    if (!from) {
        return std::nullopt;
    }
    return Change{std::move(*knob), std::move(*from), std::string{to}};
}

std::optional<Change> guard_of(const host::SysFiles& files, const std::string& path)
{
    auto guard = change_of(files, path, "");
    if (guard) {
        guard->to = guard->from;
    }
    return guard;
}

Plan make_plan(const host::SysFiles& files,
               const host::Topology& topology,
               const std::optional<CpuSet>& cpus)
{
    const auto cores = host::whole_cores(cpus.value_or(CpuSet{}), topology);
    auto plan = plan_interrupts(files, topology.online, cores);
    append(plan, {plan_kernel(files), {}, {}});
    append(plan, {plan_frequency(files), {}, {}});
    // Last, so that it is undone first: the files of an offline CPU cannot be read, and an
    // interrupt without another CPU loses its affinity when the CPU goes offline.
    append(plan, plan_offline(files, minus(cores, cpus.value_or(CpuSet{}))));
    append(plan, {{}, {}, advise(files)});
    return plan;
}

} // namespace cb::tuning
