#include "host/cpu_request.hpp"

#include "host/auto_cpus.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace cb::host {

namespace {

Parsed<CpuSet> check_named_cpus(const CpuSet& named, const Topology& topology)
{
    for (const unsigned id : named.ids()) {
        if (!topology.present.contains(id)) {
            return tl::unexpected{fmt::format(
                "CPU {} does not exist; this machine has {}", id, topology.present.to_string())};
        }
        if (!topology.online.contains(id)) {
            return tl::unexpected{
                fmt::format("CPU {} is offline; online are {}", id, topology.online.to_string())};
        }
        if (!topology.allowed.contains(id)) {
            return tl::unexpected{
                fmt::format("CPU {} is not among the CPUs that a benchmark may use here, {}",
                            id,
                            topology.allowed.to_string())};
        }
    }
    return named;
}

/// Whether another chosen CPU, or a CPU that the scheduler uses for other tasks, is on the same
/// core.
bool shares_core(const Cpu& cpu, const CpuSet& chosen, const Topology& topology)
{
    const auto& core = cpu.core.ids();
    return std::any_of(core.begin(), core.end(), [&](unsigned sibling) {
        return sibling != cpu.id && topology.online.contains(sibling) &&
               (chosen.contains(sibling) || !topology.isolated.contains(sibling));
    });
}

std::vector<CpuWarning> find_warnings(const CpuSet& chosen, const Topology& topology)
{
    std::set<CpuWarning> warnings;
    std::set<CoreKind> kinds;
    std::set<std::optional<unsigned>> nodes;
    int isolated = 0;
    for (const unsigned id : chosen.ids()) {
        const Cpu* const cpu = topology.cpu(id);
        if (cpu == nullptr) {
            continue; // allowed CPUs are always online
        }
        if (shares_core(*cpu, chosen, topology)) {
            warnings.insert(CpuWarning::shares_core);
        }
        kinds.insert(cpu->kind);
        nodes.insert(cpu->node);
        isolated += topology.isolated.contains(id) ? 1 : 0;
    }
    if (chosen.contains(0)) {
        warnings.insert(CpuWarning::cpu_zero);
    }
    if (kinds.size() > 1) {
        warnings.insert(CpuWarning::mixed_core_kinds);
    }
    if (isolated > 1) {
        warnings.insert(CpuWarning::several_isolated);
    }
    if (nodes.size() > 1) {
        warnings.insert(CpuWarning::several_nodes);
    }
    return {warnings.begin(), warnings.end()};
}

} // namespace

Parsed<CpuRequest> CpuRequest::parse(std::string_view text)
{
    constexpr std::string_view automatic = "auto";
    constexpr std::string_view counted = "auto:";
    if (text == automatic) {
        return CpuRequest{Auto{1}};
    }
    if (text.starts_with(counted)) {
        const auto count = parse_count(text.substr(counted.size()), 1, CpuSet::limit + 1);
        if (!count) {
            return tl::unexpected{fmt::format("\"{:.80}\": {}", text, count.error())};
        }
        return CpuRequest{Auto{static_cast<unsigned>(*count)}};
    }
    auto named = CpuSet::parse(text);
    if (!named) {
        return tl::unexpected{named.error() + R"(; "auto" and "auto:N" choose CPUs automatically)"};
    }
    return CpuRequest{std::move(*named)};
}

std::string_view to_word(CpuWarning warning) noexcept
{
    switch (warning) {
    case CpuWarning::shares_core:
        return "smt_sibling_shared";
    case CpuWarning::cpu_zero:
        return "cpu_zero";
    case CpuWarning::mixed_core_kinds:
        return "mixed_core_kinds";
    case CpuWarning::several_isolated:
        return "several_isolated_cpus";
    case CpuWarning::several_nodes:
        return "several_numa_nodes";
    }
    return "";
}

Parsed<CpuChoice> choose_cpus(const CpuRequest& request, const Topology& topology)
{
    const auto* const automatic = std::get_if<CpuRequest::Auto>(&request.wish());
    auto cpus = automatic != nullptr
                    ? pick_cpus(automatic->count, topology)
                    : check_named_cpus(std::get<CpuRequest::Named>(request.wish()), topology);
    if (!cpus) {
        return tl::unexpected{cpus.error()};
    }
    auto warnings = find_warnings(*cpus, topology);
    return CpuChoice{std::move(*cpus), std::move(warnings)};
}

} // namespace cb::host
