#include "tuning/plan_parts.hpp"
#include "tuning/policies.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::tuning {

namespace {

using Changes = std::vector<Change>;

/// Whether boost is disabled, which makes the kernel change the frequency window, too.
enum class Boost { stays, goes_off };

void add(Changes& changes, const std::optional<Change>& change, bool also_as_guard)
{
    if (change && (also_as_guard || !change->is_guard())) {
        changes.push_back(*change);
    }
}

/// Sets the window to the base frequency, although the governor and boost would suffice: enabling
/// boost again resets the window, and only values in the journal are restored exactly.
Changes plan_window(const host::SysFiles& files, const Policy& policy, Boost boost)
{
    const auto limit = [&](const char* file) {
        const auto path = fmt::format("{}/{}", policy.path, file);
        return policy.base_khz ? change_of(files, path, fmt::to_string(*policy.base_khz))
                               : guard_of(files, path);
    };
    Changes changes;
    add(changes, limit("scaling_max_freq"), boost == Boost::goes_off);
    add(changes, limit("scaling_min_freq"), boost == Boost::goes_off);
    if (policy.base_khz && policy.min_khz && *policy.base_khz < *policy.min_khz) {
        std::reverse(changes.begin(), changes.end()); // kernels before Linux 5.3 reject max < min
    }
    return changes;
}

/// The governor is set after the values that it locks: under `performance`, drivers reject another
/// preference, and leaving `userspace` loses its speed.
Changes plan_governor(const host::SysFiles& files, const Policy& policy)
{
    const auto governor = change_of(files, policy.path + "/scaling_governor", "performance");
    const bool changes_governor = governor && !governor->is_guard();
    Changes changes;
    add(changes,
        change_of(files, policy.path + "/energy_performance_preference", "performance"),
        changes_governor);
    if (policy.governor == "userspace") {
        add(changes, guard_of(files, policy.path + "/scaling_setspeed"), true);
    }
    add(changes, governor, false);
    return changes;
}

} // namespace

std::vector<Change> plan_frequency(const host::SysFiles& files)
{
    Changes off;
    for (const auto& boost : read_boost(files)) {
        if (boost.is_on) {
            add(off, change_of(files, boost.path, boost.off), false);
        }
    }
    Changes changes;
    for (const auto& policy : read_policies(files)) {
        for (auto& part : {plan_window(files, policy, off.empty() ? Boost::stays : Boost::goes_off),
                           plan_governor(files, policy)}) {
            changes.insert(changes.end(), part.begin(), part.end());
        }
    }
    changes.insert(changes.end(), off.begin(), off.end());
    return changes;
}

} // namespace cb::tuning
