#include "tuning/checks.hpp"
#include "tuning/policies.hpp"
#include "tuning/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace cb::tuning {

namespace {

using Policies = std::vector<Policy>;

constexpr auto no_driver = "no cpufreq driver: the firmware or the hypervisor sets the frequency";

/// The policies of the chosen CPUs; all policies without a choice.
Policies policies_of(const Subject& subject)
{
    auto policies = read_policies(subject.files);
    if (subject.choice) {
        std::erase_if(policies, [&](const Policy& policy) {
            return common(policy.cpus, subject.choice->cpus).empty();
        });
    }
    return policies;
}

/// "powersave" if all have this value; otherwise "powersave on CPU 0-2, performance on CPU 3". "?"
/// is unknown.
std::string by_value(const Policies& policies, std::optional<std::string> Policy::*value)
{
    std::map<std::string, CpuSet> groups;
    for (const auto& policy : policies) {
        auto& cpus = groups[(policy.*value).value_or("?")];
        cpus = united(cpus, policy.cpus);
    }
    if (groups.size() == 1) {
        return groups.begin()->first;
    }
    std::string text;
    for (const auto& [word, cpus] : groups) {
        text += fmt::format("{}{} on CPU {}", text.empty() ? "" : ", ", word, cpus.to_string());
    }
    return text;
}

/// Whether the driver itself chooses the frequency between the limits, even under `powersave`.
bool chooses_itself(const Policy& policy)
{
    return policy.driver == "intel_pstate" || policy.driver == "amd-pstate-epp";
}

bool is_fast(const Policy& policy)
{
    return policy.governor == "performance";
}

Check check_driver(const Policies& policies)
{
    if (policies.empty()) {
        return {"frequency_driver", Status::unknown, no_driver};
    }
    return {"frequency_driver", Status::ok, by_value(policies, &Policy::driver)};
}

Check check_governor(const Policies& policies)
{
    if (policies.empty()) {
        return {"governor", Status::unknown, no_driver};
    }
    const auto found = by_value(policies, &Policy::governor);
    if (std::all_of(policies.begin(), policies.end(), &is_fast)) {
        return {"governor", Status::ok, found};
    }
    const bool is_slow = std::any_of(policies.begin(), policies.end(), [](const Policy& policy) {
        return policy.governor == "powersave" && !chooses_itself(policy);
    });
    if (is_slow) {
        return {"governor",
                Status::problem,
                found,
                "The CPU runs at its lowest frequency, a fraction of what users get.",
                "cb tune"};
    }
    return {"governor",
            Status::warning,
            found,
            "The frequency follows the load: short benchmarks end before it has risen, and the "
            "first iterations are slower than the rest.",
            "cb tune"};
}

Check check_preference(const Policies& policies)
{
    constexpr auto code = "energy_preference";
    const bool is_told = std::any_of(policies.begin(), policies.end(), [](const Policy& policy) {
        return policy.preference.has_value();
    });
    if (!is_told) {
        return {
            code, Status::unknown, policies.empty() ? no_driver : "this driver has no preference"};
    }
    const auto found = by_value(policies, &Policy::preference);
    if (found == "performance" || found == "0") {
        return {code, Status::ok, found};
    }
    return {code,
            Status::warning,
            found,
            "The processor itself lowers the frequency to save energy, regardless of the governor.",
            "cb tune"};
}

Check check_boost(const host::SysFiles& files)
{
    const auto switches = read_boost(files);
    if (switches.empty()) {
        return {"boost",
                Status::unknown,
                "no file reports whether frequencies above the nominal one are used"};
    }
    const bool is_on = std::any_of(
        switches.begin(), switches.end(), [](const BoostSwitch& boost) { return boost.is_on; });
    if (!is_on) {
        return {"boost", Status::ok, "off"};
    }
    return {"boost",
            Status::warning,
            "on",
            "The frequency depends on the temperature and on the load of the other cores.",
            "cb tune"};
}

std::string gigahertz(unsigned khz)
{
    constexpr double khz_a_ghz = 1e6;
    return fmt::format("{:.2f}", khz / khz_a_ghz);
}

Check check_window(const Policies& policies)
{
    constexpr auto code = "frequency_window";
    if (policies.empty() || !policies.front().min_khz || !policies.front().max_khz) {
        return {code, Status::unknown, policies.empty() ? no_driver : "the limits cannot be read"};
    }
    unsigned low = *policies.front().min_khz;
    unsigned high = 0;
    for (const auto& policy : policies) {
        low = std::min(low, policy.min_khz.value_or(low));
        high = std::max(high, policy.max_khz.value_or(high));
    }
    const auto found = low == high ? fmt::format("{} GHz", gigahertz(low))
                                   : fmt::format("{} to {} GHz", gigahertz(low), gigahertz(high));
    const bool is_held = std::any_of(policies.begin(), policies.end(), [](const Policy& policy) {
        return policy.max_khz && policy.base_khz && *policy.max_khz < *policy.base_khz;
    });
    if (is_held) {
        return {code,
                Status::warning,
                found + ", below the nominal frequency",
                "The CPU is slower than the frequency that it can sustain under any load.",
                "cb tune"};
    }
    if (low == high) {
        return {code, Status::ok, found};
    }
    return {code,
            Status::note,
            found,
            "The governor and boost decide where in this window the CPU runs.",
            "cb tune"};
}

} // namespace

Checks check_frequency(const Subject& subject)
{
    const auto policies = policies_of(subject);
    return {check_driver(policies),
            check_governor(policies),
            check_preference(policies),
            check_boost(subject.files),
            check_window(policies)};
}

} // namespace cb::tuning
