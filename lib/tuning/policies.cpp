#include "tuning/policies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string_view>

namespace cb::tuning {

namespace {

/// Parses numbers separated by blanks: "0 4".
std::vector<unsigned> numbers(std::string_view text)
{
    std::vector<unsigned> found;
    while (!text.empty()) {
        const auto word = text.substr(0, text.find(' '));
        if (const auto number = parse_count(word, 0, std::numeric_limits<unsigned>::max())) {
            found.push_back(static_cast<unsigned>(*number));
        }
        text.remove_prefix(std::min(word.size() + 1, text.size()));
    }
    return found;
}

/// The policy's number is the id of one of its CPUs.
CpuSet cpus_of(const host::SysFiles& files, const Policy& policy)
{
    auto ids = numbers(files.text(policy.path + "/affected_cpus").value_or(""));
    std::erase_if(ids, [](unsigned id) { return id > CpuSet::limit; });
    return ids.empty() ? CpuSet::of({policy.id}) : CpuSet::of(std::move(ids));
}

/// intel_pstate reports it; amd-pstate and cppc_cpufreq get it from the firmware, in MHz. The table
/// of acpi-cpufreq leaves out frequencies that need boost.
std::optional<unsigned> base_khz(const host::SysFiles& files, const Policy& policy)
{
    if (const auto base = files.number(policy.path + "/base_frequency")) {
        return base;
    }
    constexpr unsigned khz = 1000;
    constexpr unsigned max_mhz = 100'000;
    const auto nominal = files.number(
        fmt::format("{}/cpu{}/acpi_cppc/nominal_freq", host::cpu_dir.native(), policy.id));
    if (nominal && *nominal > 0 && *nominal < max_mhz) {
        return *nominal * khz;
    }
    const auto table =
        numbers(files.text(policy.path + "/scaling_available_frequencies").value_or(""));
    const auto highest = std::max_element(table.begin(), table.end());
    return highest == table.end() ? std::nullopt : std::optional{*highest};
}

Policy read_policy(const host::SysFiles& files, unsigned id)
{
    Policy policy;
    policy.id = id;
    policy.path = fmt::format("{}/cpufreq/policy{}", host::cpu_dir.native(), id);
    policy.cpus = cpus_of(files, policy);
    policy.driver = files.text(policy.path + "/scaling_driver");
    policy.governor = files.text(policy.path + "/scaling_governor");
    policy.preference = files.text(policy.path + "/energy_performance_preference");
    policy.base_khz = base_khz(files, policy);
    policy.min_khz = files.number(policy.path + "/scaling_min_freq");
    policy.max_khz = files.number(policy.path + "/scaling_max_freq");
    return policy;
}

std::vector<BoostSwitch> of_policies(const host::SysFiles& files)
{
    std::vector<BoostSwitch> switches;
    for (const auto& policy : read_policies(files)) {
        const auto path = policy.path + "/boost";
        if (const auto boost = files.number(path)) {
            switches.push_back({path, "0", *boost != 0});
        }
    }
    return switches;
}

} // namespace

std::vector<Policy> read_policies(const host::SysFiles& files)
{
    constexpr std::string_view prefix = "policy";
    std::vector<Policy> policies;
    for (const auto& name : files.names(fmt::format("{}/cpufreq", host::cpu_dir.native()))) {
        const auto text = std::string_view{name};
        if (!text.starts_with(prefix)) {
            continue;
        }
        if (const auto id = parse_count(text.substr(prefix.size()), 0, CpuSet::limit)) {
            auto policy = read_policy(files, static_cast<unsigned>(*id));
            if (policy.governor) { // the files of a policy whose CPUs are offline are unreadable
                policies.push_back(std::move(policy));
            }
        }
    }
    std::sort(policies.begin(), policies.end(), [](const Policy& left, const Policy& right) {
        return left.id < right.id;
    });
    return policies;
}

std::vector<BoostSwitch> read_boost(const host::SysFiles& files)
{
    const auto no_turbo = fmt::format("{}/intel_pstate/no_turbo", host::cpu_dir.native());
    if (const auto off = files.number(no_turbo)) {
        return {{no_turbo, "1", *off == 0}};
    }
    if (auto switches = of_policies(files); !switches.empty()) {
        return switches;
    }
    const auto boost = fmt::format("{}/cpufreq/boost", host::cpu_dir.native());
    if (const auto on = files.number(boost)) {
        return {{boost, "0", *on != 0}};
    }
    return {};
}

} // namespace cb::tuning
